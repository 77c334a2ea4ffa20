package io.viralforge.identity.factors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.platform.secrets.Secret;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a browser or phone is asked, in the JSON that the standard has for it (WebAuthn Level 3, section 5.1): clients hand
 * it on as it is.
 */
final class PasskeyOptions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_MILLIS = Challenges.LASTS.toMillis();

    private PasskeyOptions() {}

    /**
     * PublicKeyCredentialCreationOptionsJSON, for a passkey that can sign in alone.
     *
     * @param known the person's passkeys; their authenticators need no second one
     */
    static String creation(String rpId, Secret challenge, UUID person, String email, List<Credential> known) {
        return text(Map.of(
                "rp",
                Map.of("id", rpId, "name", "ViralForge"),
                "user",
                Map.of("id", base64(handle(person)), "name", email, "displayName", email),
                "challenge",
                challenge.text(),
                "pubKeyCredParams",
                RelyingParty.algorithms().stream()
                        .map(number -> Map.of("type", "public-key", "alg", number))
                        .toList(),
                "timeout",
                TIMEOUT_MILLIS,
                "excludeCredentials",
                descriptors(known),
                "authenticatorSelection",
                Map.of("residentKey", "required", "requireResidentKey", true, "userVerification", "required"),
                "attestation",
                "none"));
    }

    /**
     * PublicKeyCredentialRequestOptionsJSON.
     *
     * @param known those that may answer; null: any, which then says whose it is, and that its user is who they are
     */
    static String request(String rpId, Secret challenge, @Nullable List<Credential> known) {
        Map<String, Object> options = new LinkedHashMap<>(Map.of(
                "rpId",
                rpId,
                "challenge",
                challenge.text(),
                "timeout",
                TIMEOUT_MILLIS,
                "userVerification",
                known == null ? "required" : "preferred"));
        if (known != null) {
            options.put("allowCredentials", descriptors(known));
        }
        return text(options);
    }

    /** By which a passkey knows its person; it says nothing of them. */
    static byte[] handle(UUID person) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(person.getMostSignificantBits())
                .putLong(person.getLeastSignificantBits())
                .array();
    }

    private static List<Map<String, Object>> descriptors(List<Credential> credentials) {
        return credentials.stream()
                .map(credential -> Map.<String, Object>of(
                        "type", "public-key", "id", base64(credential.id()), "transports", credential.transports()))
                .toList();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String text(Map<String, ?> options) {
        try {
            return JSON.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
