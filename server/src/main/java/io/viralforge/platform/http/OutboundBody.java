package io.viralforge.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

/** What is sent with a request. */
public final class OutboundBody {
    private final String contentType;
    private final byte[] bytes;

    private OutboundBody(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /** The bytes are not copied. */
    public static OutboundBody of(String contentType, byte[] bytes) {
        return new OutboundBody(contentType, bytes);
    }

    public static OutboundBody json(String text) {
        return new OutboundBody("application/json", text.getBytes(UTF_8));
    }

    public static OutboundBody form(Map<String, String> fields) {
        String text = fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return new OutboundBody("application/x-www-form-urlencoded", text.getBytes(UTF_8));
    }

    String contentType() {
        return contentType;
    }

    byte[] bytes() {
        return bytes;
    }
}
