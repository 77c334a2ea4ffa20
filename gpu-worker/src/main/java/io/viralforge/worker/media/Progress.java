package io.viralforge.worker.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the engine is.
 *
 * @param stage what it is at
 * @param fraction share of the engine's whole work, 0 to 1; never falls
 * @param remaining estimated time to the end; null while unknown
 * @param cpuSeconds used so far, of the engine's thread and its children
 */
public record Progress(
        Stage stage, double fraction, @Nullable Duration remaining, double cpuSeconds) {
    /** Named like those of the API's {@code JobStage} that are the engine's, in this order. */
    public enum Stage {
        /** Measuring loudness, hearing words, drawing captions. */
        PREPARE,
        /** Decoding, filtering, encoding. */
        RENDER,
        /** Decoding the result, or the file that is looked at. */
        VERIFY
    }

    /** Told about progress, at most a few times a second, from a thread of the engine's; must return at once. */
    @FunctionalInterface
    public interface Listener {
        /** Hears nothing. */
        Listener NONE = progress -> {};

        void onProgress(Progress progress);
    }
}
