package io.viralforge.cli;

import java.util.List;

/** What the doctor finds out about media. */
final class MediaChecks {
    List<Check> all() throws InterruptedException {
        try {
            var ffmpeg = Eye.open().ffmpeg();
            return List.of(Check.good(
                    "FFmpeg", ffmpeg.version() + ", " + ffmpeg.origin().name().toLowerCase(java.util.Locale.ROOT)));
        } catch (Failure e) {
            return List.of(Check.fatal("FFmpeg", "none works", String.valueOf(e.getMessage())));
        }
    }
}
