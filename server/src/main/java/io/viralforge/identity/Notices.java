package io.viralforge.identity;

import io.viralforge.identity.factors.FactorNews;
import io.viralforge.platform.mail.Mail;
import io.viralforge.platform.mail.Mails;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** Tells people by mail what happened to their accounts; nothing where no mail is sent. */
@Singleton
final class Notices implements FactorNews {
    private static final Duration WORTH = Duration.ofDays(3);

    private final Mails mails;
    private final IdentityConfig config;

    Notices(Mails mails, IdentityConfig config) {
        this.mails = mails;
        this.config = config;
    }

    @Override
    public void changed(Tx tx, UUID person, String what) {
        send(tx, person, new Notice.SecondFactorChanged(what));
    }

    /** To the address that the person has now, in the transaction of what it tells of. */
    void send(Tx tx, UUID person, Notice notice) {
        Person to = MemberStore.person(tx, person);
        if (to != null) {
            send(tx, to, notice);
        }
    }

    /** To an address that may be the person's no more. */
    void send(Tx tx, Person to, Notice notice) {
        if (to.email() == null || !mails.areSent()) {
            return;
        }
        String text = """
                Hello %s,

                %s

                If that was not you: choose a new password at %s, which ends all sessions, and look at your API keys.
                The operator of this installation can help.
                """.formatted(to.name(), notice.text(), config.absolute(URI.create("/reset")));
        mails.send(tx, new Mail(to.email(), notice.subject(), text), WORTH);
    }
}
