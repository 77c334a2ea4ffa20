package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Fit;
import io.viralforge.recipe.Grade;
import io.viralforge.recipe.Recipe;

/** What a take is brought to: a size and rate, how it fills them, and its colours. */
record Framing(Canvas canvas, Fit fit, boolean isMirrored, double zoom, Grade grade) {
    static Framing of(Recipe recipe) {
        return new Framing(recipe.canvas(), recipe.fit(), recipe.isMirrored(), recipe.zoom(), recipe.grade());
    }

    /** Fills a box with the middle of it, and nothing else. */
    static Framing filling(int width, int height, int frameRate) {
        return new Framing(new Canvas(width, height, frameRate), Fit.DEFAULT, false, 1, Grade.NEUTRAL);
    }
}
