package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Argument lists of FFmpeg, as functions of values: nothing here looks at the machine. Files of strangers are only ever
 * opened with one named demuxer and may reach for nothing but files and pipes, which that demuxer does not do either.
 */
final class Commands {
    /** Decoding a picture of this size takes 30 to 100 MB a frame and thread. */
    private static final long HUGE_PIXELS = 3840L * 2304;

    private static final int DECODER_THREADS = 4;

    private Commands() {}

    /** ffprobe's arguments to list streams and packets of a file. */
    static List<String> scan(Path file, Container container, int pixels) {
        var arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "repeat+level+warning"));
        arguments.addAll(List.of("-show_entries", ClipScan.ENTRIES, "-of", "compact"));
        arguments.addAll(confined(container, pixels));
        arguments.addAll(List.of("-i", url(file)));
        return List.copyOf(arguments);
    }

    /** What every run of ffmpeg begins with: no questions, a log that can be read by a program, progress as lines. */
    static List<String> begin() {
        return List.of(
                "-hide_banner",
                "-nostdin",
                "-y",
                "-loglevel",
                "repeat+level+info",
                "-nostats",
                "-benchmark",
                "-progress",
                "pipe:1",
                "-stats_period",
                "0.25");
    }

    /** Reads a stranger's file. What stands before it are options for its input. */
    static List<String> input(MediaFile file, int pixels, String... options) {
        boolean isHuge = file instanceof Clip clip
                && (long) clip.video().width() * clip.video().height() > HUGE_PIXELS;
        var arguments = new ArrayList<>(List.of("-threads", Integer.toString(isHuge ? 1 : DECODER_THREADS)));
        arguments.addAll(confined(file.container(), pixels));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-i", url(file.file())));
        return arguments;
    }

    /**
     * Decodes streams and throws the pictures away; of sound is told how loud it is.
     *
     * @param isStrict end with an error at the first thing that is not as it should be
     */
    static List<String> decode(MediaFile file, int pixels, List<? extends Track> tracks, boolean isStrict) {
        var arguments = new ArrayList<>(begin());
        arguments.addAll(isStrict ? List.of("-xerror") : List.of("-max_error_rate", "1"));
        arguments.addAll(input(file, pixels));
        for (Track track : tracks) {
            arguments.addAll(List.of("-map", "0:" + track.index()));
            if (track instanceof Track.Audio) {
                arguments.addAll(List.of("-af", PauseFinder.filter()));
            }
        }
        arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        return List.copyOf(arguments);
    }

    static List<String> confined(Container container, int pixels) {
        var arguments = new ArrayList<>(List.of("-protocol_whitelist", "file,pipe"));
        arguments.addAll(List.of("-f", container.demuxer(), "-format_whitelist", container.demuxer()));
        arguments.addAll(container.options());
        arguments.addAll(List.of("-max_pixels", Integer.toString(pixels)));
        return arguments;
    }

    /** Said to be a file, so that no name can look like another protocol or an option. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }
}
