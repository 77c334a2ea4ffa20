package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file with a picture, moving or still. */
record Clip(
        Path file,
        FileHeader.Known header,
        Track.Video video,
        Track.@Nullable Audio audio,
        double announced,
        List<String> warnings)
        implements MediaFile {
    Clip {
        warnings = List.copyOf(warnings);
    }

    @Override
    public double end() {
        return video.end();
    }

    /** Whether it has one picture and no time. */
    boolean isStill() {
        return container().isStill() || (container() == Container.GIF && video.frames() == 1);
    }
}
