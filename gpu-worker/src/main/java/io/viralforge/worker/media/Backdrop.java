package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Captions;
import io.viralforge.recipe.Grade;
import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.FilmWatcher.Watched;
import io.viralforge.worker.media.RenderPlan.Layer;
import io.viralforge.worker.vision.Area;
import io.viralforge.worker.vision.Face;
import io.viralforge.worker.vision.Sight;
import io.viralforge.worker.vision.TextDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What captions must not cover, and when: faces, and words that are in the picture already.
 *
 * @param faces at each look, {@value Sight#RATE} a second
 * @param words in each second
 */
record Backdrop(List<List<Area>> faces, List<List<Area>> words, int frameRate) {
    static final Backdrop EMPTY = new Backdrop(List.of(), List.of(), 1);

    Backdrop {
        faces = List.copyOf(faces);
        words = List.copyOf(words);
    }

    /** @param seconds of the result */
    static Backdrop of(Watched watched, Recipe recipe, double seconds) {
        List<List<Area>> heads = watched.sight().tracked().stream()
                .map(faces -> faces.stream().map(Face::head).toList())
                .toList();
        double title =
                recipe.titleCard() == null ? 0 : recipe.titleCard().duration().toMillis() / 1e3;
        double end = recipe.endCard() == null ? 0 : recipe.endCard().duration().toMillis() / 1e3;
        var words = new ArrayList<List<Area>>();
        for (int second = 0; second < watched.words().size(); second++) {
            var all = new ArrayList<>(watched.words().get(second));
            if (second < title || second + 1 > seconds - end) {
                all.add(Painter.card(recipe.canvas()));
            }
            words.add(all);
        }
        return new Backdrop(heads, words, recipe.canvas().frameRate());
    }

    /** All of it while these frames are shown, once for each look. */
    List<Area> during(long from, long to) {
        var areas = new ArrayList<Area>();
        part(faces, Sight.RATE, from, to).forEach(areas::addAll);
        part(words, 1, from, to).forEach(areas::addAll);
        return areas;
    }

    /** The looks from the last one before on, to the first one after. */
    private List<List<Area>> part(List<List<Area>> looks, int rate, long from, long to) {
        int first = (int) Math.min(looks.size(), from * rate / frameRate);
        int end = (int) Math.min(looks.size(), Math.ceilDiv(to * rate, frameRate) + 1);
        return looks.subList(first, end);
    }

    /** The picture that they are laid on: small, because it is only looked at, and in its own colours. */
    static Recipe small(Recipe recipe) {
        Canvas canvas = recipe.canvas();
        double scale = Math.min(1, (double) TextDetector.SIDE / Math.min(canvas.width(), canvas.height()));
        return new Recipe(
                recipe.shots(),
                new Canvas(even(canvas.width() * scale), even(canvas.height() * scale), canvas.frameRate()),
                recipe.fit(),
                recipe.isMirrored(),
                recipe.zoom(),
                recipe.motion(),
                Grade.NEUTRAL,
                null,
                List.of(),
                null,
                recipe.inserts(),
                Captions.NONE,
                recipe.captionStyle(),
                null,
                null,
                null,
                null,
                recipe.sound(),
                recipe.loudness(),
                null);
    }

    private static int even(double length) {
        return 2 * (int) Math.round(length / 2);
    }

    /** That picture, to be watched. */
    static Film film(RenderPlan bare, List<Layer> inserts, Limits limits) {
        var small = new RenderPlan(
                small(bare.recipe()),
                bare.takes(),
                bare.frames(),
                0,
                Mix.NONE,
                new Sound.Silent(),
                null,
                inserts,
                bare.video(),
                bare.poster(),
                null);
        Canvas canvas = small.recipe().canvas();
        return new Film(
                RenderCommands.pictures(small, limits),
                FilterGraph.film(small),
                (double) canvas.width() / canvas.height(),
                small.frames(),
                canvas.frameRate(),
                Duration.ofMillis(Math.round(Math.max(bare.seconds(), bare.decodedSeconds()) * 1e3)));
    }
}
