package io.viralforge.worker.media;

import io.viralforge.worker.media.Progress.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns shares of stages into one figure that never falls, and estimates what remains. */
final class ProgressMeter {
    /** Sooner than this an estimate would be a guess. */
    private static final Duration FIRST_ESTIMATE = Duration.ofSeconds(1);

    private static final double LEAST_SHARE = 0.03;

    private final Progress.Listener listener;
    private final Tally tally;
    private final long started = System.nanoTime();
    private double told = -1;

    ProgressMeter(Progress.Listener listener, Tally tally) {
        this.listener = listener;
        this.tally = tally;
    }

    /**
     * Tells the listener, unless nothing has changed.
     *
     * @param fraction of the whole work
     */
    synchronized void at(Stage stage, double fraction) {
        double now = Math.clamp(fraction, Math.max(0, told), 1);
        if (now > told) {
            told = now;
            listener.onProgress(new Progress(stage, now, remaining(now), tally.cpuSeconds()));
        }
    }

    private @Nullable Duration remaining(double fraction) {
        long elapsed = System.nanoTime() - started;
        boolean isEarly = elapsed < FIRST_ESTIMATE.toNanos() || fraction < LEAST_SHARE;
        return isEarly ? null : Duration.ofMillis(Math.round(elapsed / 1e6 * (1 - fraction) / fraction));
    }
}
