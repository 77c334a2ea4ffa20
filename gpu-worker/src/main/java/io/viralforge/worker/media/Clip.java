package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file and what its index says of it, before any of it was decoded.
 *
 * @param audio the sound that is used; null: none
 * @param announced seconds that the file says it has; 0 when it does not say
 * @param warnings what was odd
 */
record Clip(
        Path file,
        FileHeader.Known header,
        Track.Video video,
        Track.@Nullable Audio audio,
        double announced,
        List<String> warnings) {
    Clip {
        warnings = List.copyOf(warnings);
    }

    Container container() {
        return header.container();
    }

    /** Whether it has one picture and no time. */
    boolean isStill() {
        return container().isStill() || (container() == Container.GIF && video.frames() == 1);
    }
}
