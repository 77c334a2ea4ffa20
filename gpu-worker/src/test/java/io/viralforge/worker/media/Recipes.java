package io.viralforge.worker.media;

import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeInput;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Recipes for tests, written as the API's input. */
final class Recipes {
    /** Small, so that tests are quick. */
    static final Map<String, Object> SMALL = Map.of("width", 270, "height", 480);

    private Recipes() {}

    static Recipe small(Map<String, Object> fields) {
        var all = new HashMap<String, Object>(Map.of("canvas", SMALL, "source", Map.of("assetId", "a")));
        all.putAll(fields);
        return of(all);
    }

    static Map<String, Object> part(double from, double to) {
        return Map.of("assetId", "a", "from", millis(from), "to", millis(to));
    }

    static Recipe of(Map<String, Object> input) {
        return switch (read(new RecipeInput(input))) {
            case RecipeInput.Reading.Valid valid -> valid.recipe();
            case RecipeInput.Reading.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static RecipeInput.Reading read(RecipeInput input) {
        return input.read(Collections.nCopies(input.assets().size(), new RecipeInput.Medium(Duration.ofHours(1))));
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }
}
