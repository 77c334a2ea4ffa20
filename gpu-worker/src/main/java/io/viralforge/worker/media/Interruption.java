package io.viralforge.worker.media;

import io.viralforge.recipe.InterruptKind;
import io.viralforge.recipe.Interrupts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A pattern interrupt, in frames of the result.
 *
 * @param from its first frame
 * @param frames how many it takes
 */
record Interruption(InterruptKind kind, long from, long frames) {
    /** Intervals are this share longer or shorter. */
    private static final double JITTER = 0.3;

    /** Seconds at either end that are left alone. */
    private static final double CALM = 0.7;

    long to() {
        return from + frames;
    }

    /** The schedule: the same for the same seed and length. */
    static List<Interruption> of(Interrupts interrupts, int frameRate, long frames) {
        // Its numbers are laid down in its documentation, so that they are the same everywhere.
        var random = new Random(interrupts.seed());
        double every = interrupts.every().toMillis() / 1e3 * frameRate;
        var turn = new ArrayList<InterruptKind>();
        var all = new ArrayList<Interruption>();
        double at = 0;
        while (all.size() < Interrupts.MOST) {
            at += every * (1 - JITTER + 2 * JITTER * random.nextDouble());
            if (turn.isEmpty()) {
                turn.addAll(interrupts.kinds());
                Collections.shuffle(turn, random);
            }
            InterruptKind kind = turn.removeLast();
            var next = new Interruption(kind, Math.round(at), Math.max(2, Math.round(seconds(kind) * frameRate)));
            if (next.to() > frames - CALM * frameRate) {
                break;
            }
            if (next.from() >= CALM * frameRate) {
                all.add(next);
            }
        }
        return List.copyOf(all);
    }

    private static double seconds(InterruptKind kind) {
        return switch (kind) {
            case ZOOM_HIT -> 0.6;
            case FLASH -> 0.2;
            case SHAKE -> 0.4;
            case FREEZE -> 0.3;
            case WHIP -> 0.3;
        };
    }
}
