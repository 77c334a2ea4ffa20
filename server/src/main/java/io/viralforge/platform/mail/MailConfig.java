package io.viralforge.platform.mail;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How mail is sent.
 *
 * @param url the mail server, see {@link SmtpUrl}; null: no mail is sent. {@code VIRALFORGE_MAIL_URL}
 * @param from whom mails are from, such as {@code ViralForge <studio@example.org>}; {@code VIRALFORGE_MAIL_FROM}
 * @param retryAfter how long a mail waits after its first try; each further one doubles it, up to a quarter of an hour
 */
@ConfigurationProperties("viralforge.mail")
record MailConfig(
        @Nullable String url,
        @Nullable String from,
        @Bindable(defaultValue = "30s") Duration retryAfter) {
    MailConfig {
        url = set(url);
        from = set(from);
        if (url != null && from == null) {
            throw new IllegalArgumentException("VIRALFORGE_MAIL_FROM must say whom mails are from");
        }
    }

    /** Without the password in the URL. */
    @Override
    public String toString() {
        return "MailConfig[from " + from + "]";
    }

    private static @Nullable String set(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
