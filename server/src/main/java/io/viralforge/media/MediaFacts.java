package io.viralforge.media;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be when it was decoded from beginning to end.
 *
 * @param contentType such as {@code video/mp4}
 * @param duration as decoded; null for stills
 * @param width pixels after rotation and sample aspect, at least 1
 * @param height pixels after rotation and sample aspect, at least 1
 * @param frameRate average frames a second; null for stills
 * @param hasAudio whether there is sound that decodes
 * @param warnings what was odd, one sentence each
 */
public record MediaFacts(
        MediaKind kind,
        String contentType,
        @Nullable Duration duration,
        int width,
        int height,
        @Nullable Double frameRate,
        boolean hasAudio,
        List<String> warnings) {
    public MediaFacts {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + " by " + height);
        }
        if (kind == MediaKind.VIDEO && duration == null) {
            throw new IllegalArgumentException("a video without a length");
        }
        contentType = PlainText.of(contentType);
        warnings = warnings.stream().map(PlainText::of).toList();
    }
}
