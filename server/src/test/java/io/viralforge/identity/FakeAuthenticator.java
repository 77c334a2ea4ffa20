package io.viralforge.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** An authenticator with one passkey, and the browser before it: what both say is theirs to change. */
final class FakeAuthenticator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int BACKUP_ELIGIBLE = 8;
    private static final int BACKED_UP = 16;
    private static final int WITH_KEY = 64;

    private final KeyPair keys = keyPair();
    private final byte[] id = new byte[16];
    private byte[] userHandle = {};

    String origin;
    boolean isVerifying = true;
    boolean isBackupEligible = true;
    boolean isBackedUp = false;
    /** The next signature's number; 0: it does not count. */
    long count = 0;

    FakeAuthenticator(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(id);
    }

    /** Makes the passkey: the answer to PublicKeyCredentialCreationOptionsJSON. */
    String create(String options) {
        JsonNode asked = read(options);
        userHandle = Base64.getUrlDecoder().decode(asked.at("/user/id").asText());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(head(asked.at("/rp/id").asText(), WITH_KEY));
        data.writeBytes(new byte[16]); // whose make it is: it does not say
        data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
        data.writeBytes(id);
        data.writeBytes(publicKey());
        ByteArrayOutputStream attestation =
                new ByteArrayOutputStream(); // CBOR: {fmt: "none", attStmt: {}, authData: …}
        attestation.writeBytes(HexFormat.of()
                .parseHex("a3" + "63666d74" + "646e6f6e65" + "6761747453746d74" + "a0" + "686175746844617461" + "59"));
        attestation.writeBytes(
                ByteBuffer.allocate(2).putShort((short) data.size()).array());
        attestation.writeBytes(data.toByteArray());
        return answer(Map.of(
                "clientDataJSON",
                base64(clientData("webauthn.create", asked)),
                "attestationObject",
                base64(attestation.toByteArray()),
                "transports",
                new String[] {"internal", "hybrid"}));
    }

    /** Signs in: the answer to PublicKeyCredentialRequestOptionsJSON. */
    String get(String options) {
        JsonNode asked = read(options);
        byte[] client = clientData("webauthn.get", asked);
        byte[] data = head(asked.path("rpId").asText(asked.at("/rp/id").asText()), 0);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha256(client));
            return answer(Map.of(
                    "clientDataJSON", base64(client),
                    "authenticatorData", base64(data),
                    "signature", base64(signature.sign()),
                    "userHandle", base64(userHandle)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String answer(Map<String, ?> response) {
        try {
            return JSON.writeValueAsString(Map.of(
                    "id", base64(id),
                    "rawId", base64(id),
                    "type", "public-key",
                    "response", response,
                    "clientExtensionResults", Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] clientData(String type, JsonNode asked) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\""
                        + asked.get("challenge").asText() + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] head(String rpId, int flags) {
        int all = flags
                | PRESENT
                | (isVerifying ? VERIFIED : 0)
                | (isBackupEligible ? BACKUP_ELIGIBLE : 0)
                | (isBackedUp ? BACKED_UP : 0);
        int number = (int) (count == 0 ? 0 : count++);
        return ByteBuffer.allocate(37)
                .put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
                .put((byte) all)
                .putInt(number)
                .array();
    }

    /** COSE (RFC 9053): {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}. */
    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(HexFormat.of().parseHex("a5" + "0102" + "0326" + "2001" + "215820"));
        cose.writeBytes(coordinate(key.getW().getAffineX()));
        cose.writeBytes(HexFormat.of().parseHex("225820"));
        cose.writeBytes(coordinate(key.getW().getAffineY()));
        return cose.toByteArray();
    }

    private static byte[] coordinate(BigInteger number) {
        return HexFormat.of().parseHex("%064x".formatted(number));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(String options) {
        try {
            return JSON.readTree(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
