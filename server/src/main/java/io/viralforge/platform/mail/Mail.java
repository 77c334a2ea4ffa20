package io.viralforge.platform.mail;

import io.viralforge.platform.text.PlainText;

/**
 * A mail to one person. Nothing in it is invisible, and its recipient and subject are of one line: that is how a header
 * would be smuggled in.
 *
 * @param to an e-mail address
 * @param text in lines, each of any length
 */
public record Mail(String to, String subject, String text) {
    public Mail {
        if (!PlainText.isPlain(to) || !PlainText.isPlain(subject)) {
            throw new IllegalArgumentException("a recipient and a subject are plain text of one line");
        }
        text = PlainText.of(text);
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "Mail[" + subject + "]";
    }
}
