package io.viralforge.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that a run folder makes for itself, once; each in a file that only its owner can read. Thread-safe. */
public final class Secrets {
    private static final int BYTES = 24;

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /** Those of a data folder, for any process that may read it. */
    public static Secrets of(Path dataDir) {
        return new Secrets(dataDir.resolve("secrets"));
    }

    /** The secret of that name, made now if it is missing: 32 characters of the URL-safe base64 alphabet. */
    public synchronized String secret(String name) {
        Path file = file(name);
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw LocalServicesException.disk("The secret " + file + " cannot be read or made", e);
        }
    }

    /** Where the secret of that name lies. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    private void write(Path file) throws IOException {
        Folders.createPrivate(folder);
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Folders.writePrivate(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    }
}
