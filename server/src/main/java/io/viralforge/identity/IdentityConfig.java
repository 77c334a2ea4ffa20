package io.viralforge.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of identity.
 *
 * @param publicUrl where browsers reach this installation, without a trailing slash; the first operator's link is
 *     made of it. When not set, the address this server listens at
 * @param setupLinkFile where the link for the first operator is put; when not set, it is printed
 * @param localSessionFile holds what signs in whoever can read it; made when missing. When not set, nobody can sign in
 *     that way
 */
@ConfigurationProperties("viralforge")
record IdentityConfig(
        @Nullable String publicUrl,
        @Nullable String setupLinkFile,
        @Nullable String localSessionFile) {

    /** The public address, null when it is not set. */
    @Nullable
    URI publicAddress() {
        String url = orNull(publicUrl);
        return url == null ? null : URI.create(url.replaceFirst("/+$", ""));
    }

    /** A link that leads here from anywhere, as from a mail; where mail is sent the address is set. */
    URI absolute(URI link) {
        return URI.create(Objects.requireNonNull(publicAddress(), "VIRALFORGE_PUBLIC_URL") + link.toString());
    }

    /** The file for the first operator's link, null when it is not set. */
    @Nullable
    Path setupLink() {
        String file = orNull(setupLinkFile);
        return file == null ? null : Path.of(file);
    }

    /** The file with the local secret, null when it is not set. */
    @Nullable
    Path localSession() {
        String file = orNull(localSessionFile);
        return file == null ? null : Path.of(file);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
