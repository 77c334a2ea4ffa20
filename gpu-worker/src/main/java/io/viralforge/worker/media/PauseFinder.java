package io.viralforge.worker.media;

import io.viralforge.recipe.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where nothing is to be heard, from how loud a sound is every twentieth of a second. What is quiet is judged by the
 * sound's own loud parts: a far microphone hisses where a near one is silent.
 */
final class PauseFinder {
    private static final double WINDOW = 0.05;
    /** What speech stands out by from what is behind it, in a room that is not quiet. */
    private static final double QUIETER_DB = 20;

    private static final double LOUD = 0.95;
    /** Nobody hears that, whatever else there is. */
    private static final double SILENCE_DB = -60;

    private static final double SHORTEST = 0.3;
    private static final Pattern TIME = Pattern.compile("pts_time:(-?[0-9.]+)");
    private static final Pattern LEVEL = Pattern.compile("RMS_level=(-?[0-9.]+|-?inf|nan)");

    private double at = Double.NaN;
    private double[] times = new double[1_024];
    private float[] levels = new float[1_024];
    private int count;

    /** The filters, at the end of a chain. They print two lines for each window. */
    static String filter() {
        return "aresample=16000,aformat=channel_layouts=mono,asetnsamples=n=800:p=0,"
                + "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level,"
                + "ametadata=mode=print:key=lavfi.astats.Overall.RMS_level";
    }

    /** One line of the log. */
    void line(String line) {
        Matcher time = TIME.matcher(line);
        if (time.find()) {
            at = Double.parseDouble(time.group(1));
            return;
        }
        Matcher level = LEVEL.matcher(line);
        if (level.find() && !Double.isNaN(at)) {
            boolean isNumber =
                    Character.isDigit(level.group(1).charAt(level.group(1).length() - 1));
            add(at, isNumber ? Float.parseFloat(level.group(1)) : Float.NEGATIVE_INFINITY);
        }
    }

    private void add(double time, float level) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            levels = Arrays.copyOf(levels, 2 * count);
        }
        times[count] = time;
        levels[count++] = level;
    }

    /**
     * The longest pauses, in order.
     *
     * @param end of the file, in seconds: after its sound ends, nothing is to be heard
     */
    List<Pause> pauses(double end) {
        if (count == 0) {
            return List.of();
        }
        float[] sorted = Arrays.copyOf(levels, count);
        Arrays.sort(sorted);
        double heard = Math.max(SILENCE_DB, sorted[(int) (LOUD * (count - 1))] - QUIETER_DB);
        var pauses = new ArrayList<Pause>();
        double quiet = 0;
        for (int i = 0; i < count; i++) {
            if (levels[i] > heard) {
                add(pauses, quiet, times[i]);
                quiet = Math.max(quiet, times[i] + WINDOW);
            }
        }
        add(pauses, quiet, end);
        return pauses.stream()
                .sorted(Comparator.<Pause, Duration>comparing(
                                pause -> pause.to().minus(pause.from()))
                        .reversed())
                .limit(Pause.MOST)
                .sorted(Comparator.comparing(Pause::from))
                .toList();
    }

    private static void add(List<Pause> pauses, double from, double to) {
        if (to - from >= SHORTEST) {
            pauses.add(new Pause(Duration.ofMillis(Math.round(from * 1e3)), Duration.ofMillis(Math.round(to * 1e3))));
        }
    }
}
