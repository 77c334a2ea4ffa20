package io.viralforge.identity.password;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Network;
import io.viralforge.platform.secrets.OpaqueToken;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * Slows down whoever guesses passwords, links and codes or has mails sent, per account and per address. Every try counts as a failure when it begins, so that many at once
 * gain nothing, and is taken back when it succeeds.
 */
@Singleton
public final class Brakes {
    /** Longer than most waits. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final Duration DAY = Duration.ofDays(1);

    /** Few tries, but short waits: a stranger must not be able to lock someone out. */
    static final Rule PER_ACCOUNT = new Rule("account", 5, Duration.ofMinutes(1), MEMORY);
    /** More tries, for a whole office may share an address. */
    static final Rule PER_ADDRESS = new Rule("address", 30, Duration.ofMinutes(5), MEMORY);

    /** Looks at one-time links that are unknown. */
    static final Rule LINKS = new Rule("link", 30, Duration.ofMinutes(1), MEMORY);

    /** Mails that anybody may ask for, to one address: each lands before somebody who may not have asked. */
    static final Rule MAILS = new Rule("mail", 3, Duration.ofMinutes(15), MEMORY);
    /** The same, of one caller. */
    static final Rule MAILS_OF_ADDRESS = new Rule("mail-address", 30, Duration.ofMinutes(5), MEMORY);
    /** Invitations of one studio on one day: its ADMINs may write to whomever they like. */
    static final Rule INVITATIONS = new Rule("invitations", 50, DAY, DAY);

    /**
     * Codes, per person. Only who knows the password gets that far, so the wait may be long: of codes of 6 digits, three of
     * which are good at a time, somebody who goes on for a year finds one with a chance of one in seven. Were they soon
     * forgotten, pausing would pay.
     */
    static final Rule CODES = new Rule("codes", 5, Duration.ofMinutes(10), DAY);

    private final Tries tries;

    /**
     * How failures slow down.
     *
     * @param name of what is counted
     * @param free failures that cost nothing; each one more doubles the wait, from one second
     * @param longest wait
     * @param memory failures are forgotten when none came for so long
     */
    record Rule(String name, int free, Duration longest, Duration memory) {
        /** The wait after so many failures. */
        Duration waitAfter(long failures) {
            if (failures < free) {
                return Duration.ZERO;
            }
            Duration doubled = Duration.ofSeconds(1L << Math.min(failures - free, 20));
            return doubled.compareTo(longest) < 0 ? doubled : longest;
        }
    }

    Brakes(Tries tries) {
        this.tries = tries;
    }

    /**
     * Counts a try. Zero: go ahead; else it must not be made before so long.
     *
     * @param isKnown whether somebody has signed in to the account from that network before. It waits for its own failures
     *     alone then, and strangers cannot lock the account's owner out. All other networks wait together.
     */
    public Duration enter(String email, String address, boolean isKnown) {
        Duration wait = tries.begin(PER_ADDRESS, Network.of(address));
        return wait.isPositive() ? wait : tries.begin(PER_ACCOUNT, account(email, address, isKnown));
    }

    /** The try succeeded. */
    public void leave(String email, String address, boolean isKnown) {
        tries.takeBack(PER_ADDRESS, Network.of(address));
        tries.forget(PER_ACCOUNT, account(email, address, isKnown));
    }

    /** Whether two addresses are one caller's to choose from. */
    public static boolean isSameNetwork(String one, String other) {
        return Network.of(one).equals(Network.of(other));
    }

    /** Counts a look at a one-time link; as {@link #enter}. */
    public Duration enterLink(String address) {
        return tries.begin(LINKS, Network.of(address));
    }

    /** There was something behind the link. */
    public void leaveLink(String address) {
        tries.takeBack(LINKS, Network.of(address));
    }

    /**
     * As {@link #enterLink}, for who has no other answer.
     *
     * @throws CodedException THROTTLED
     */
    public void tryLink(String address) {
        Duration wait = enterLink(address);
        if (wait.isPositive()) {
            throw new CodedException(
                    ErrorCode.THROTTLED,
                    "Too many links were tried; wait " + Math.max(1, wait.toSeconds()) + " seconds.");
        }
    }

    /** Counts a mail that is asked for; as {@link #enter}. Whether anybody has the address makes no difference. */
    public Duration enterMail(String to, String address) {
        Duration wait = tries.begin(MAILS_OF_ADDRESS, Network.of(address));
        return wait.isPositive() ? wait : enterMail(to);
    }

    private Duration enterMail(String to) {
        return tries.begin(MAILS, account(to));
    }

    /** Counts a mail that a studio sends to whom it likes; as {@link #enter}. Each day is counted anew. */
    public Duration enterInvitation(String to, UUID studio, LocalDate day) {
        Duration wait = tries.begin(INVITATIONS, studio + ":" + day);
        return wait.isPositive() ? wait : enterMail(to);
    }

    /** Counts a code that a person shows; as {@link #enter}. */
    public Duration enterCode(UUID person) {
        return tries.begin(CODES, person.toString());
    }

    /** The code was right. */
    public void leaveCode(UUID person) {
        tries.forget(CODES, person.toString());
    }

    /** What is told to who must wait. */
    public static <T> Outcome<T> refused(Duration wait) {
        long seconds = Math.max(1, wait.toSeconds());
        return Outcome.refused(
                UserErrorCode.TOO_MANY_ATTEMPTS,
                "Too many tries; wait " + (seconds == 1 ? "1 second" : seconds + " seconds") + ".");
    }

    private static String account(String email, String address, boolean isKnown) {
        return isKnown ? account(email) + ":" + Network.of(address) : account(email);
    }

    /** Addresses of people are not kept in clear where tries are counted. */
    private static String account(String email) {
        return HexFormat.of().formatHex(OpaqueToken.sha256(email.strip().toLowerCase(Locale.ROOT)));
    }
}
