package io.viralforge.identity;

/** Something that happened to an account, which its person should hear of in case it was somebody else. */
sealed interface Notice {
    /** The password is another one, and other sessions have ended. */
    record PasswordChanged() implements Notice {}

    /** Another address was asked for; to be told to the one they have. */
    record EmailChangeAsked(String to) implements Notice {}

    /** They sign in with another address now; to be told to the old one. */
    record EmailChanged(String to) implements Notice {}

    /** There is a new API key. */
    record KeyCreated(String key, String studio) implements Notice {}

    /** A refresh token came twice: two hold a copy, and the session has ended for both. */
    record SessionCopied() implements Notice {}

    /**
     * Signing in asks for more than before, or for less.
     *
     * @param what a sentence, such as "An authenticator app was added."
     */
    record SecondFactorChanged(String what) implements Notice {}

    /** As the subject of a mail. */
    default String subject() {
        return switch (this) {
            case PasswordChanged() -> "Your password was changed";
            case EmailChangeAsked email -> "Another address was given for your account";
            case EmailChanged email -> "Your address was changed";
            case KeyCreated key -> "An API key was made in your name";
            case SessionCopied() -> "A session of yours was ended";
            case SecondFactorChanged factor -> "How you sign in was changed";
        };
    }

    /** As a person understands it. */
    default String text() {
        return switch (this) {
            case PasswordChanged() -> "The password of your account was changed. All other sessions have ended.";
            case EmailChangeAsked(String to) ->
                "Somebody who knows your password wants you to sign in as %s. Once the link that was mailed there is followed, you do."
                        .formatted(to);
            case EmailChanged(String to) -> "You sign in as %s now, and get no more mail here.".formatted(to);
            case KeyCreated(String key, String studio) ->
                "The API key “%s” was made in your name in the studio %s. Whoever has it acts for you there."
                        .formatted(key, studio);
            case SessionCopied() ->
                "The token of one of your sessions was shown twice, so somebody else may have a copy of it."
                        + " That session has ended for both. Sign in again where you were signed out.";
            case SecondFactorChanged(String what) -> what;
        };
    }
}
