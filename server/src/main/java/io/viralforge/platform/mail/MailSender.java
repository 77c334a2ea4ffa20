package io.viralforge.platform.mail;

import io.viralforge.platform.text.PlainText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whom mails are from.
 *
 * @param address with or without a name, as a header has it
 */
public record MailSender(InternetAddress address) {
    /** Reads {@code studio@example.org} or {@code ViralForge <studio@example.org>}; else an IllegalArgumentException. */
    public static MailSender parse(String text) {
        try {
            InternetAddress address = new InternetAddress(text.strip(), true);
            address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            if (PlainText.isPlain(text.strip()) && address.getAddress().contains("@") && !address.isGroup()) {
                return new MailSender(address);
            }
        } catch (AddressException | UnsupportedEncodingException malformed) {
            // Said below.
        }
        throw new IllegalArgumentException("a sender is named like studio@example.org or Studio <studio@example.org>");
    }

    /** What stands behind the @. */
    String domain() {
        return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
    }
}
