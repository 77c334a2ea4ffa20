package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pixels and samples of files, decoded by FFmpeg with its own ideas of rotation and time: what results are held against. */
final class Pictures {
    private Pictures() {}

    /** An RGB pixel's channels, 0 to 255. */
    record Pixel(int red, int green, int blue) {
        boolean isNear(Pixel other, int distance) {
            return Math.abs(red - other.red) <= distance
                    && Math.abs(green - other.green) <= distance
                    && Math.abs(blue - other.blue) <= distance;
        }
    }

    /** The average colour of an area of a frame. */
    static Pixel area(Path file, long frame, int x, int y, int width, int height) {
        String area = "crop=%d:%d:%d:%d,scale=1:1:flags=area".formatted(width, height, x, y);
        byte[] rgb = rgb(file, frame, "null", area);
        return new Pixel(rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF);
    }

    /**
     * A frame, made small, as packed RGB.
     *
     * @param before filters before frames are counted
     * @param after filters on the one frame
     */
    static byte[] frame(Path file, long frame, String before, String after) {
        return rgb(file, frame, before, after + ",scale=54:96:flags=area");
    }

    private static byte[] rgb(Path file, long frame, String before, String after) {
        String one = ",trim=start_frame=%d:end_frame=%d,".formatted(frame, frame + 1);
        return TestFfmpeg.bytes(
                "-i",
                file.toString(),
                "-map",
                "0:V:0",
                "-vf",
                before + one + after,
                "-frames:v",
                "1",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                "-");
    }

    /** Mean absolute difference of two pictures, 0 to 255. */
    static double difference(byte[] some, byte[] others) {
        if (some.length != others.length || some.length == 0) {
            throw new AssertionError("pictures of %d and %d bytes".formatted(some.length, others.length));
        }
        long sum = 0;
        for (int i = 0; i < some.length; i++) {
            sum += Math.abs((some[i] & 0xFF) - (others[i] & 0xFF));
        }
        return (double) sum / some.length;
    }

    /** Brightness of every frame. */
    static List<Integer> brightness(Path file) {
        byte[] bytes = TestFfmpeg.bytes(
                "-i",
                file.toString(),
                "-map",
                "0:v:0",
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=1:1:flags=area",
                "-pix_fmt",
                "gray",
                "-f",
                "rawvideo",
                "-");
        var values = new ArrayList<Integer>();
        for (byte b : bytes) {
            values.add(b & 0xFF);
        }
        return values;
    }

    /** The first sound of a file from the start of its timeline, as loudness every 5 ms. */
    static double[] envelope(Path file) {
        return envelope(file, "anull");
    }

    /** The same of what a filter leaves of it. */
    static double[] envelope(Path file, String filter) {
        byte[] bytes = TestFfmpeg.bytes(
                "-i",
                file.toString(),
                "-map",
                "0:a:0",
                "-af",
                filter + ",aresample=8000:async=1:first_pts=0",
                "-ac",
                "1",
                "-f",
                "s16le",
                "-");
        int bin = 40;
        double[] envelope = new double[bytes.length / 2 / bin];
        for (int i = 0; i < envelope.length; i++) {
            for (int j = 0; j < bin; j++) {
                int at = 2 * (i * bin + j);
                envelope[i] += Math.abs((short) ((bytes[at] & 0xFF) | bytes[at + 1] << 8)) / (double) bin;
            }
        }
        return envelope;
    }

    /** The mean of an envelope between two seconds, in decibels below full scale. */
    static double level(double[] envelope, double from, double to) {
        double mean = Arrays.stream(envelope, (int) Math.round(from / 0.005), (int) Math.round(to / 0.005))
                .average()
                .orElseThrow();
        return 20 * Math.log10(Math.max(1e-3, mean) / Short.MAX_VALUE);
    }

    /** By how many seconds the second sound comes later than the first: where they are most alike. */
    static double delay(double[] first, double[] second) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int lag = -60; lag <= 60; lag++) {
            double alike = correlation(first, second, lag);
            if (alike > most) {
                most = alike;
                best = lag;
            }
        }
        return best * 0.005;
    }

    private static double correlation(double[] a, double[] b, int lag) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        double meanA = mean(a);
        double meanB = mean(b);
        for (int i = Math.max(0, -lag); i < Math.min(a.length, b.length - lag); i++) {
            double x = a[i] - meanA;
            double y = b[i + lag] - meanB;
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.sqrt(Math.max(1e-9, aa * bb));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / Math.max(1, values.length);
    }

    /** Integrated loudness in LUFS. */
    static double loudness(Path file) {
        return measured(file) instanceof LoudnessMeter.Reading.Measured measured
                ? measured.loudness()
                : Double.NEGATIVE_INFINITY;
    }

    /** Loudness and true peak. */
    static LoudnessMeter.Reading measured(Path file) {
        var meter = new LoudnessMeter();
        TestFfmpeg.log(
                        "-i",
                        file.toString(),
                        "-map",
                        "0:a:0",
                        "-af",
                        "ebur128=peak=true:framelog=verbose",
                        "-f",
                        "null",
                        "-")
                .forEach(meter::line);
        return meter.reading();
    }
}
