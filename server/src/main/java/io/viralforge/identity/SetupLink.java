package io.viralforge.identity;

import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.secrets.SecretFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hands the first operator's link to whoever started the server: in a file only they can read, else on the terminal. */
@Singleton
final class SetupLink {
    private final IdentityConfig config;

    SetupLink(IdentityConfig config) {
        this.config = config;
    }

    void offer(URI url) {
        Path file = config.setupLink();
        if (file == null) {
            System.out.println("Setup link, for one use within 24 hours: " + url);
        } else {
            SecretFile.write(file, new Secret(url.toString()));
        }
    }

    /** The link has been used, or is not needed. */
    void withdraw() {
        Path file = config.setupLink();
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
