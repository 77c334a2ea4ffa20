package io.viralforge.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server says of itself at {@code /health/ready}.
 *
 * @param isReady whether it serves requests
 * @param parts {@code status}, and each store with up or down; empty when the server was not reached
 */
record Health(boolean isReady, Map<String, String> parts) {
    /** A JVM that writes down what an AOT cache is made of stands still for some seconds. */
    private static final int PATIENCE_MILLIS = 10_000;

    static Health of(URI address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) address.resolve("/health/ready").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            boolean isReady = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            try (InputStream in = isReady ? connection.getInputStream() : connection.getErrorStream()) {
                return new Health(isReady, in == null ? Map.of() : parts(in));
            }
        } catch (IOException _) {
            return new Health(false, Map.of());
        }
    }

    private static Map<String, String> parts(InputStream in) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && json.currentName() != null) {
                    parts.put(json.currentName(), json.getText());
                }
            }
        }
        return parts;
    }
}
