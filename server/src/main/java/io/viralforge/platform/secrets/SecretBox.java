package io.viralforge.platform.secrets;

import com.google.crypto.tink.Aead;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals what must lie in the database yet be useless to who only has the database: XChaCha20-Poly1305 under the master
 * key. A label says what a sealed text is and is checked on opening, so that rows cannot be swapped.
 */
@Singleton
public final class SecretBox {
    private final List<Aead> ciphers;

    SecretBox(SecretsConfig config) {
        this.ciphers = MasterKey.ciphers(config);
    }

    /**
     * Sealed bytes, 45 more than the plain ones.
     *
     * @param label what it is and whose, such as {@code signing-key:k1}
     */
    public byte[] seal(byte[] plain, String label) {
        try {
            return ciphers.getFirst().encrypt(plain, label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The plain bytes; null when they were sealed with a master key that is gone, for another label, or changed since. */
    public byte @Nullable [] open(byte[] sealed, String label) {
        for (Aead cipher : ciphers) {
            try {
                return cipher.decrypt(sealed, label.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException another) {
                // The next key may be the one.
            }
        }
        return null;
    }
}
