package io.viralforge.speech;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.viralforge.platform.http.OutboundBody;
import io.viralforge.platform.http.OutboundRequest;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who reads aloud elsewhere, and the words in which each is asked for an MP3. */
enum Vendor {
    OPENAI,
    ELEVENLABS,
    FISH;

    /** As the names of its voices begin. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which of its settings is missing; null: none. */
    @Nullable
    String missing(VoiceConfig config) {
        return switch (this) {
            case OPENAI -> config.openaiKey() == null ? "VIRALFORGE_VOICE_OPENAI_KEY" : null;
            case ELEVENLABS -> config.elevenlabsKey() == null ? "VIRALFORGE_VOICE_ELEVENLABS_KEY" : null;
            case FISH -> config.fishUrl() == null ? "VIRALFORGE_VOICE_FISH_URL" : null;
        };
    }

    /** Where it is; of one that misses nothing. */
    URI place(VoiceConfig config) {
        return URI.create(
                switch (this) {
                    case OPENAI -> config.openaiUrl();
                    case ELEVENLABS -> config.elevenlabsUrl();
                    case FISH -> String.valueOf(config.fishUrl());
                });
    }

    OutboundRequest request(VoiceConfig config, String voice, String text) {
        String place = place(config).toString().replaceFirst("/$", "");
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case OPENAI ->
                post(
                                place + "/audio/speech",
                                asked.put("model", "tts-1")
                                        .put("input", text)
                                        .put("voice", voice)
                                        .put("response_format", "mp3"))
                        .with("Authorization", "Bearer " + config.openaiKey());
            case ELEVENLABS ->
                post(
                                place + "/v1/text-to-speech/" + voice + "?output_format=mp3_44100_128",
                                asked.put("text", text).put("model_id", "eleven_multilingual_v2"))
                        .with("xi-api-key", String.valueOf(config.elevenlabsKey()));
            case FISH -> {
                asked.put("text", text).put("format", "mp3").put("seed", 1);
                OutboundRequest request =
                        post(place + "/v1/tts", voice.equals("default") ? asked : asked.put("reference_id", voice));
                yield config.fishKey() == null ? request : request.with("Authorization", "Bearer " + config.fishKey());
            }
        };
    }

    private static OutboundRequest post(String address, ObjectNode asked) {
        return OutboundRequest.post(URI.create(address), OutboundBody.json(asked.toString()));
    }
}
