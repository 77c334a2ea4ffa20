package io.viralforge.platform.storage;

import io.viralforge.platform.secrets.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that only this installation can have made. What is signed is the method and the address exactly as written,
 * so nothing in it can be changed, added, left out or said twice; it is read only after that has been checked.
 */
final class SignedAddress {
    private static final String UNTIL = "until";
    private static final String SIGNATURE = "&sig=";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    SignedAddress(Secret key) {
        this.key = new SecretKeySpec(key.text().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * An address with its signature.
     *
     * @param path without characters that need an escape
     * @param until when it ends, to the second
     */
    URI sign(String method, String path, Map<String, String> parameters, Instant until) {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()) + "&")
                .collect(Collectors.joining());
        String address = path + "?" + query + UNTIL + "=" + until.getEpochSecond();
        return URI.create(address + SIGNATURE + mac(method, address));
    }

    /** The parameters of an address, null when it was not made here for this method or its time is over. */
    @Nullable
    Map<String, String> verified(String method, URI given, Instant now) {
        String text = given.getRawPath() + "?" + given.getRawQuery();
        int cut = text.lastIndexOf(SIGNATURE);
        if (cut < 0) {
            return null;
        }
        String address = text.substring(0, cut);
        // Compared in a time that does not tell how much of a guess was right.
        if (!MessageDigest.isEqual(bytes(text.substring(cut + SIGNATURE.length())), bytes(mac(method, address)))) {
            return null;
        }
        Map<String, String> parameters = parameters(address);
        Instant until = Instant.ofEpochSecond(Long.parseLong(parameters.getOrDefault(UNTIL, "0")));
        return now.isAfter(until) ? null : parameters;
    }

    private static Map<String, String> parameters(String address) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : address.substring(address.indexOf('?') + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.put(
                    parameter.substring(0, equals),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** Percent-encoded but for RFC 3986's unreserved characters, so that no client or proxy has a reason to rewrite it. */
    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : bytes(value)) {
            if (octet > 0 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0)) {
                encoded.append((char) octet);
            } else {
                encoded.append("%%%02X".formatted(octet & 0xff));
            }
        }
        return encoded.toString();
    }

    private String mac(String method, String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(method + "\n" + address)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
