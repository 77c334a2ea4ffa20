package io.viralforge.media;

import io.viralforge.platform.text.PlainText;
import io.viralforge.recipe.Pause;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be when it was decoded from beginning to end.
 *
 * @param contentType such as {@code video/mp4}
 * @param duration as decoded; null for stills
 * @param width pixels after rotation and sample aspect, at least 1; null for sound
 * @param height pixels after rotation and sample aspect, at least 1; null for sound
 * @param frameRate average frames a second; null for stills and sound
 * @param hasAudio whether there is sound that decodes
 * @param codecs FFmpeg's names of the codings in it, such as h264 and aac
 * @param warnings what was odd, one sentence each
 * @param pauses in which nothing is to be heard, in order
 */
public record MediaFacts(
        MediaKind kind,
        String contentType,
        @Nullable Duration duration,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        boolean hasAudio,
        List<String> codecs,
        List<String> warnings,
        List<Pause> pauses) {
    private static final int MOST_PIXELS = 1 << 16;
    private static final int MOST_FRAMES = 100_000;
    private static final int MOST_CODECS = 8;
    private static final Pattern CODEC = Pattern.compile("[a-z0-9_]{1,32}");
    private static final Duration LONGEST = Duration.ofDays(30);
    /** What a browser would run is neither picture nor sound. */
    private static final Pattern MEDIA_TYPE = Pattern.compile("(video|image|audio)/(?!svg)[a-z0-9][a-z0-9.+-]{0,99}");

    public MediaFacts {
        boolean hasPicture = kind != MediaKind.AUDIO;
        if (isSide(width) != hasPicture || isSide(height) != hasPicture) {
            throw new IllegalArgumentException("a picture of " + width + " by " + height);
        }
        if (!hasPicture && !hasAudio) {
            throw new IllegalArgumentException("sound without sound");
        }
        if (duration != null && (duration.isNegative() || duration.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("a length of " + duration);
        }
        if (frameRate != null && !(frameRate > 0 && frameRate <= MOST_FRAMES)) {
            throw new IllegalArgumentException(frameRate + " frames a second");
        }
        if (!MEDIA_TYPE.matcher(contentType).matches()) {
            throw new IllegalArgumentException("no media type of pictures or sound");
        }
        if (kind != MediaKind.IMAGE && duration == null) {
            throw new IllegalArgumentException("a video or sound without a length");
        }
        if (codecs.size() > MOST_CODECS || !codecs.stream().allMatch(CODEC.asMatchPredicate())) {
            throw new IllegalArgumentException("no names of codings");
        }
        codecs = List.copyOf(codecs);
        pauses = List.copyOf(pauses);
        warnings = warnings.stream().map(PlainText::of).toList();
    }

    private static boolean isSide(@Nullable Integer pixels) {
        if (pixels != null && (pixels < 1 || pixels > MOST_PIXELS)) {
            throw new IllegalArgumentException("a picture of " + pixels + " pixels");
        }
        return pixels != null;
    }
}
