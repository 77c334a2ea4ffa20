package io.viralforge.worker.media;

import io.viralforge.recipe.Pause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be when it was decoded.
 *
 * @param kind moving picture, still or sound
 * @param contentType media type, such as video/mp4, from its content
 * @param duration length of the picture, or of sound without one, as decoded, from the start of the file's timeline; null
 *     for stills
 * @param width pixels after rotation and sample aspect; null for sound
 * @param height pixels after rotation and sample aspect; null for sound
 * @param frameRate average frames a second; null for stills and sound
 * @param hasAudio whether there is sound that decodes
 * @param codecs FFmpeg's names of the codings that are used, picture first
 * @param warnings what was odd, one sentence each, at most 20
 * @param pauses in which nothing is to be heard, in order
 */
public record MediaFacts(
        Kind kind,
        String contentType,
        @Nullable Duration duration,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        boolean hasAudio,
        List<String> codecs,
        List<String> warnings,
        List<Pause> pauses) {
    /** Named like the API's {@code MediaKind}. */
    public enum Kind {
        VIDEO,
        IMAGE,
        AUDIO
    }

    /** How many warnings are kept. */
    public static final int MOST_WARNINGS = 20;

    public MediaFacts {
        codecs = List.copyOf(codecs);
        pauses = List.copyOf(pauses);
        warnings = List.copyOf(warnings.subList(0, Math.min(warnings.size(), MOST_WARNINGS)));
    }
}
