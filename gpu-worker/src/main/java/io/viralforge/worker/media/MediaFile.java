package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file and what its index says of it, before any of it was decoded. */
sealed interface MediaFile permits Clip, Recording {
    Path file();

    FileHeader.Known header();

    /** The sound that is used; null: none. */
    Track.@Nullable Audio audio();

    /** Seconds that the file says it has; 0 when it does not say. */
    double announced();

    /** What was odd. */
    List<String> warnings();

    /** When the last packet of what it is used for ends, in seconds. */
    double end();

    default Container container() {
        return header().container();
    }
}
