package io.viralforge.worker.media;

import java.util.List;

/** No FFmpeg on this machine can be used. */
public final class FfmpegMissingException extends Exception {
    private static final long serialVersionUID = 1L;

    FfmpegMissingException(List<String> reasons) {
        super("No usable FFmpeg: " + String.join(" ", reasons));
    }
}
