package io.viralforge.platform.mail;

/** What a mail server made of a mail. */
sealed interface Delivery {
    /** It has it; what becomes of it there is not for us to know. */
    record Accepted() implements Delivery {}

    /** It will not take this mail, now or later. */
    record Refused(String reason) implements Delivery {}

    /** It could not be reached, or wants to be asked again. */
    record Later(String reason) implements Delivery {}
}
