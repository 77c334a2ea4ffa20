package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.List;

/** A file with sound and no picture; a cover counts for nothing. */
record Recording(Path file, FileHeader.Known header, Track.Audio audio, double announced, List<String> warnings)
        implements MediaFile {
    Recording {
        warnings = List.copyOf(warnings);
    }

    @Override
    public double end() {
        return audio.end();
    }

    /** Media type; containers that hold pictures too are called otherwise without. */
    String contentType() {
        return header.contentType().replaceFirst("^video/", "audio/");
    }
}
