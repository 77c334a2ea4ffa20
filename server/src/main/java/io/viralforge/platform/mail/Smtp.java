package io.viralforge.platform.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Hands mails to a mail server, each on a connection of its own. */
final class Smtp {
    /** For a connection, and for each answer of the server's: no dialog of theirs takes as long as {@link MailStore#LEASE}. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of SMTP's replies from here on nothing will be different later (RFC 5321, section 4.2.1). */
    private static final int PERMANENT = 500;

    private final SmtpUrl server;
    private final MailSender from;

    Smtp(SmtpUrl server, MailSender from) {
        this.server = server;
        this.from = from;
    }

    /** What is agreed with the server. A login goes only where nobody can listen: by TLS, or on this machine. */
    static Properties properties(SmtpUrl server, MailSender from, InternetAddress to) {
        boolean mayUpgrade = !server.isTls() && !server.isLoopback();
        String patience = Long.toString(PATIENCE.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(server.isTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(mayUpgrade));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(mayUpgrade && server.user() != null));
        properties.setProperty("mail.smtp.auth", Boolean.toString(server.user() != null));
        properties.setProperty("mail.smtp.connectiontimeout", patience);
        properties.setProperty("mail.smtp.timeout", patience);
        properties.setProperty("mail.smtp.localhost", from.domain());
        // Few servers take other letters before the @; for all else there are encodings that every server understands.
        boolean isAscii = StandardCharsets.US_ASCII.newEncoder().canEncode(to.getAddress());
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(!isAscii));
        return properties;
    }

    /**
     * Sends a mail. When the last answer is lost it may have been taken all the same: it is sent again, under the same
     * Message-ID, by which whoever receives it may drop the double.
     */
    Delivery send(UUID id, Instant writtenAt, Mail mail) {
        boolean isConnected = false;
        boolean isTaken = false;
        try {
            InternetAddress to = recipient(mail.to());
            Session session = Session.getInstance(properties(server, from, to));
            MimeMessage message = message(session, id, writtenAt, mail);
            message.setRecipient(Message.RecipientType.TO, to);
            message.saveChanges();
            try (Transport transport = session.getTransport()) {
                transport.connect(
                        server.host(),
                        server.port(),
                        server.user(),
                        server.password() == null ? null : server.password().text());
                isConnected = true;
                transport.sendMessage(message, message.getAllRecipients());
                isTaken = true;
            }
        } catch (MessagingException e) {
            if (!isTaken) {
                String reason = reason(e);
                return isPermanent(e)
                        ? new Delivery.Refused(reason)
                        : isConnected ? new Delivery.Later(reason) : new Delivery.Away(reason);
            }
        }
        return new Delivery.Accepted();
    }

    private MimeMessage message(Session session, UUID id, Instant writtenAt, Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + id + "@" + from.domain() + ">");
            }
        };
        message.setFrom(from.address());
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(writtenAt));
        // No answer by a machine, as that somebody is on holiday (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /** With the domain as mail servers write it that know no other letters. */
    private static InternetAddress recipient(String address) throws AddressException {
        int domain = address.lastIndexOf('@') + 1;
        try {
            return new InternetAddress(address.substring(0, domain) + IDN.toASCII(address.substring(domain)), true);
        } catch (IllegalArgumentException none) {
            throw new AddressException("no domain is called like that");
        }
    }

    /** Only what is said of this very mail is final; a refused login or sender is the operator's to mend. */
    private static boolean isPermanent(MessagingException failure) {
        for (Exception cause = failure; cause instanceof MessagingException next; cause = next.getNextException()) {
            switch (cause) {
                case AddressException never -> {
                    return true;
                }
                case SMTPAddressFailedException recipient -> {
                    return recipient.getReturnCode() >= PERMANENT;
                }
                case SMTPSendFailedException data
                when "DATA".equals(data.getCommand()) || ".".equals(data.getCommand()) -> {
                    return data.getReturnCode() >= PERMANENT;
                }
                default -> {}
            }
        }
        return false;
    }

    /** In one line, as servers answer in several; without the end of a link, should one quote the mail. */
    private static String reason(MessagingException failure) {
        Exception first = failure.getNextException() != null ? failure.getNextException() : failure;
        return String.valueOf(first.getMessage())
                .strip()
                .replaceAll("\\s+", " ")
                .replaceAll("#\\S+", "#…");
    }
}
