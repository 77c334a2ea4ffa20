package io.viralforge.platform.mail;

/** What a mail server made of a mail. */
sealed interface Delivery {
    /** It has it; what becomes of it there is not for us to know. */
    record Accepted() implements Delivery {}

    /** It will not take this mail, now or later. */
    record Refused(String reason) implements Delivery {}

    /** It wants to be asked again, which says nothing of other mails: many servers put off whom they do not know. */
    record Later(String reason) implements Delivery {}

    /** It could not be reached, or refused the login: it would any other mail's. */
    record Away(String reason) implements Delivery {}
}
