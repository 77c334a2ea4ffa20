package io.viralforge.platform.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.XChaCha20Poly1305Key;
import com.google.crypto.tink.aead.XChaCha20Poly1305Parameters.Variant;
import com.google.crypto.tink.subtle.XChaCha20Poly1305;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The installation's master key, as authenticated ciphers: one for each key configured. */
final class MasterKey {
    private static final int BYTES = 32;

    private MasterKey() {}

    /** The ciphers in the configured order; that there are none is an error that says what to set. */
    static List<Aead> ciphers(SecretsConfig config) {
        return Arrays.stream(text(config).text().strip().split("[,\\s]+"))
                .map(MasterKey::decode)
                .map(MasterKey::cipher)
                .toList();
    }

    @AccessesPartialKey // Keys are plain bytes on purpose: an operator makes and keeps them without Tink.
    private static Aead cipher(byte[] key) {
        try {
            // Sealed text begins with its key's id, made of the key itself: any order of keys opens it.
            return XChaCha20Poly1305.create(XChaCha20Poly1305Key.create(
                    Variant.TINK, SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()), keyId(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The master key cannot be used.", e);
        }
    }

    private static int keyId(byte[] key) throws GeneralSecurityException {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getInt();
    }

    private static Secret text(SecretsConfig config) {
        if (config.masterKey() != null) {
            return new Secret(config.masterKey());
        }
        if (config.masterKeyFile() == null) {
            throw new IllegalStateException("There is no master key: set VIRALFORGE_MASTER_KEY to 32 random bytes in"
                    + " Base64, or VIRALFORGE_MASTER_KEY_FILE to a file that holds them.");
        }
        Path file = Path.of(config.masterKeyFile());
        if (Boolean.TRUE.equals(config.masterKeyFileCreate())) {
            return SecretFile.readOrCreate(file, MasterKey::fresh);
        }
        if (!Files.exists(file)) {
            throw new IllegalStateException("There is no master key in " + file
                    + ": put 32 random bytes in Base64 there, or set VIRALFORGE_MASTER_KEY_FILE_CREATE=true.");
        }
        return SecretFile.read(file);
    }

    private static Secret fresh() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return new Secret(Base64.getEncoder().encodeToString(key));
    }

    private static byte[] decode(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, without the text: it is nearly the key.
        }
        throw new IllegalStateException("A master key is 32 bytes in Base64, and one of those given is not.");
    }
}
