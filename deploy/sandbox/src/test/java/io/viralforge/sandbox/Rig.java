package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A sandbox whose clock stands still, and a client of it. */
final class Rig implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-07-01T19:00:00Z");
    static final URI REDIRECT = URI.create("http://127.0.0.1:9/callback");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** An answer, with its body as JSON where it is that. */
    record Answer(HttpResponse<String> raw, JsonNode json) {
        int status() {
            return raw.statusCode();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** Google's word for what is wrong. */
        String reason() {
            return json.at("/error/errors/0/reason").asText();
        }

        /** TikTok's word for how it went: "ok" or what is wrong. */
        String code() {
            return json.at("/error/code").asText();
        }
    }

    final Sandbox sandbox;
    private final HttpClient http = HttpClient.newHttpClient();

    Rig() throws IOException {
        sandbox = Sandbox.start(0, SandboxClock.standing(NOON));
        sandbox.youtube().register(REDIRECT);
        sandbox.tiktok().register(REDIRECT);
    }

    HttpRequest.Builder request(String pathOrAddress) {
        return HttpRequest.newBuilder(sandbox.address().resolve(pathOrAddress));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        boolean isJson = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
        return new Answer(response, isJson ? MAPPER.readTree(response.body()) : MAPPER.createObjectNode());
    }

    Answer get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    Answer post(String path, Map<String, String> form) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form))));
    }

    Answer post(String path, String token, String json) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token).POST(BodyPublishers.ofString(json)));
    }

    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What came back with the person, by name. */
    static Map<String, String> sentBack(Answer answer) {
        return Request.parameters(URI.create(answer.header("Location")).getRawQuery());
    }

    /** A token of Google's for the first channel. */
    String google(String... scopes) throws IOException, InterruptedException {
        return google(0, scopes);
    }

    String google(int channel, String... scopes) throws IOException, InterruptedException {
        Map<String, String> asked = googleAsks(scopes);
        asked.put("approve", "1");
        asked.put("account", sandbox.youtube().channels().get(channel).id());
        String code =
                sentBack(send(request("/o/oauth2/v2/auth?" + encode(asked)))).getOrDefault("code", "");
        return post("/token", googleRedeems(code)).json().path("access_token").asText();
    }

    Map<String, String> googleAsks(String... scopes) {
        Map<String, String> asked = new TreeMap<>();
        asked.put("client_id", sandbox.youtube().clientId());
        asked.put("redirect_uri", REDIRECT.toString());
        asked.put("response_type", "code");
        asked.put("state", "s t&te");
        asked.put("access_type", "offline");
        asked.put(
                "scope",
                Arrays.stream(scopes)
                        .map(scope -> "https://www.googleapis.com/auth/" + scope)
                        .collect(Collectors.joining(" ")));
        return asked;
    }

    Map<String, String> googleRedeems(String code) {
        Map<String, String> redeemed = new TreeMap<>();
        redeemed.put("client_id", sandbox.youtube().clientId());
        redeemed.put("client_secret", sandbox.youtube().clientSecret());
        redeemed.put("redirect_uri", REDIRECT.toString());
        redeemed.put("grant_type", "authorization_code");
        redeemed.put("code", code);
        return redeemed;
    }

    /** Begins an upload to YouTube of so many bytes. */
    Answer open(String token, String metadata, long length) throws IOException, InterruptedException {
        return send(request("/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status")
                .header("Authorization", "Bearer " + token)
                .header("X-Upload-Content-Length", Long.toString(length))
                .header("X-Upload-Content-Type", "video/mp4")
                .POST(BodyPublishers.ofString(metadata)));
    }

    /** Sends a part of a file, or asks by "bytes *&#47;N" what is held. */
    Answer put(String location, String token, String range, byte[] bytes) throws IOException, InterruptedException {
        return send(put(location, range, BodyPublishers.ofByteArray(bytes)).header("Authorization", "Bearer " + token));
    }

    HttpRequest.Builder put(String location, String range, BodyPublisher body) {
        return request(location).header("Content-Range", range).PUT(body);
    }

    /** A token of TikTok's for the first creator. */
    String tiktok(String scopes) throws IOException, InterruptedException {
        return tiktok(0, scopes).path("access_token").asText();
    }

    JsonNode tiktok(int creator, String scopes) throws IOException, InterruptedException {
        Map<String, String> asked = new TreeMap<>(Map.of(
                "client_key",
                sandbox.tiktok().clientKey(),
                "redirect_uri",
                REDIRECT.toString(),
                "response_type",
                "code",
                "state",
                "s",
                "scope",
                scopes,
                "approve",
                "1",
                "account",
                sandbox.tiktok().creators().get(creator).id()));
        String code =
                sentBack(send(request("/v2/auth/authorize/?" + encode(asked)))).getOrDefault("code", "");
        return tiktokToken(
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT.toString()));
    }

    JsonNode tiktokToken(Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> form = new TreeMap<>(more);
        form.put("client_key", sandbox.tiktok().clientKey());
        form.put("client_secret", sandbox.tiktok().clientSecret());
        return post("/v2/oauth/token/", form).json();
    }

    @Override
    public void close() {
        http.close();
        sandbox.close();
    }
}
