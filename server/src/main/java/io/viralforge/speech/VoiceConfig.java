package io.viralforge.speech;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Voices elsewhere. What of it is wrong, the server says before it starts.
 *
 * @param remote their names: {@code openai/alloy}
 * @param openaiKey null: it is not asked. Keys are never told
 * @param fishUrl where the operator's own Fish Speech is; null: nowhere
 * @param fishKey null: it wants none
 * @param monthlyCharacters that a studio may have read by all of them; 0: as many as it likes
 */
@ConfigurationProperties("viralforge.voice")
record VoiceConfig(
        List<String> remote,
        @Nullable String openaiKey,
        String openaiUrl,
        @Nullable String elevenlabsKey,
        String elevenlabsUrl,
        @Nullable String fishUrl,
        @Nullable String fishKey,
        long monthlyCharacters) {
    VoiceConfig {
        remote = remote.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        openaiKey = set(openaiKey);
        elevenlabsKey = set(elevenlabsKey);
        fishUrl = set(fishUrl);
        fishKey = set(fishKey);
    }

    /** A vendor's voices, by what their names end with. */
    List<String> voices(Vendor vendor) {
        String start = vendor.id() + "/";
        return remote.stream()
                .filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()))
                .toList();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "VoiceConfig" + remote;
    }

    private static @Nullable String set(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
