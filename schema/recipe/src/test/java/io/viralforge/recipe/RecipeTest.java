package io.viralforge.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private static final String CLIP = "a".repeat(64);
    private static final String STILL = "b".repeat(64);

    @Test
    void theCanonicalFormOfTheDefaultRecipeIsWrittenDownHereBecauseKeysHangOnIt() {
        assertThat(Recipe.DEFAULT.canonical())
                .isEqualTo("{\"canvas\":{\"frameRate\":30,\"height\":1920,\"width\":1080},"
                        + "\"captionStyle\":{\"animation\":\"CLEAN\",\"boxColor\":null,\"color\":\"#FFFFFF\","
                        + "\"highlightColor\":\"#FFD400\",\"isUpperCase\":false,\"outlineColor\":\"#000000\","
                        + "\"place\":\"AUTO\",\"safeZone\":\"ANY\",\"size\":34,\"wordsAtOnce\":null},\"captions\":{\"cues\":[]},"
                        + "\"endCard\":null,\"filters\":[],\"fit\":{\"crop\":{\"x\":0.5,\"y\":0.5}},"
                        + "\"grade\":{\"brightness\":0,\"contrast\":1,\"gamma\":1,\"saturation\":1},"
                        + "\"inserts\":[],\"interrupts\":null,\"isMirrored\":false,"
                        + "\"loudness\":{\"isNormalized\":true,\"target\":-14},\"lut\":null,"
                        + "\"motion\":{\"amount\":1.06,\"kind\":\"STILL\"},\"posterAt\":null,\"progressBar\":null,"
                        + "\"shots\":[{\"from\":0,\"input\":0,\"into\":null,\"speed\":1,\"to\":null}],"
                        + "\"sound\":{\"music\":null,\"original\":{\"gain\":0,\"isDenoised\":false,\"isMuted\":false},"
                        + "\"voice\":null},"
                        + "\"titleCard\":null,\"watermark\":null,"
                        + "\"zoom\":1}");
    }

    @Test
    void anyRecipeComesBackFromItsCanonicalForm() {
        var random = new Random(2026);
        for (int i = 0; i < 2_000; i++) {
            Recipe recipe = RandomRecipes.next(random);
            String canonical = recipe.canonical();
            Recipe again = Recipe.parse(canonical);
            assertThat(again).isEqualTo(recipe);
            assertThat(again.canonical()).isEqualTo(canonical);
        }
    }

    @Test
    void numbersThatAreTheSameAreWrittenTheSame() {
        assertThat(new Grade(0.1 + 0.2, 1, 1, 1)).isEqualTo(new Grade(0.3, 1, 1, 1));
        assertThat(new Grade(-0.0, 1, 1, 1)).isEqualTo(Grade.NEUTRAL);
        assertThat(new Grade(-1e-9, 1, 1, 1)).isEqualTo(Grade.NEUTRAL);
    }

    @Test
    void whatIsNotExactlyCanonicalIsNotRead() {
        String canonical = Recipe.DEFAULT.canonical();
        assertThatThrownBy(() -> Recipe.parse(canonical.replace(":1920", ": 1920")))
                .isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse(canonical.replace("\"zoom\":1", "\"zoom\":1.0")))
                .isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse(canonical.replace("\"zoom\":1", "\"zoom\":1,\"zzz\":1")))
                .isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse(canonical.replace(",\"zoom\":1", "")))
                .isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse(canonical.replace("\"zoom\":1", "\"zoom\":7")))
                .isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse("{")).isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse("")).isInstanceOf(InvalidRecipeException.class);
        assertThatThrownBy(() -> Recipe.parse("[".repeat(100_000))).isInstanceOf(InvalidRecipeException.class);
    }

    @Test
    void theKeyHangsOnRecipeInputsAndRenderer() {
        String key = RecipeKey.of(Recipe.DEFAULT, List.of(CLIP), "1");

        assertThat(key)
                .matches("[0-9a-f]{64}")
                .isEqualTo(RecipeKey.of(Recipe.parse(Recipe.DEFAULT.canonical()), List.of(CLIP), "1"))
                .isNotEqualTo(RecipeKey.of(Recipe.DEFAULT, List.of(STILL), "1"))
                .isNotEqualTo(RecipeKey.of(Recipe.DEFAULT, List.of(CLIP), "2"));
        assertThatThrownBy(() -> RecipeKey.of(Recipe.DEFAULT, List.of(CLIP, STILL), "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecipeKey.of(Recipe.DEFAULT, List.of("A".repeat(64)), "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingWrongWithOnePartIsToldAtOnce() {
        assertThatThrownBy(() -> new Canvas(63, 5000, 9))
                .isInstanceOfSatisfying(
                        InvalidRecipeException.class,
                        e -> assertThat(e.problems())
                                .extracting(p -> String.join(".", p.path()))
                                .containsExactly("width", "width", "height", "frameRate"));
        assertThatThrownBy(() -> new Grade(Double.NaN, Double.POSITIVE_INFINITY, -1, 0.01))
                .isInstanceOfSatisfying(
                        InvalidRecipeException.class,
                        e -> assertThat(e.problems()).hasSize(4));
    }

    @Test
    void wordsAreKeptHarmless() {
        Cue cue =
                new Cue(Duration.ZERO, Duration.ofMillis(1), "  a\r\nb\u0000\u001b[31m\t\ud800 e\u0301 \u2028 c \n\n");
        assertThat(cue.text()).isEqualTo("a\nb[31m \ufffd \u00e9\nc");
        assertThat(new Cue(cue.from(), cue.to(), cue.text())).isEqualTo(cue);
    }

    @Test
    void tooManyCuesAreRefused() {
        var cue = new Cue(Duration.ZERO, Duration.ofSeconds(1), "a");
        var cues = IntStream.rangeClosed(0, Cue.MOST).mapToObj(i -> cue).toList();
        var d = Recipe.DEFAULT;
        assertThatThrownBy(() -> new Recipe(
                        d.shots(),
                        d.canvas(),
                        d.fit(),
                        false,
                        1,
                        d.motion(),
                        d.grade(),
                        null,
                        List.of(),
                        null,
                        List.of(),
                        new Captions.Given(cues),
                        d.captionStyle(),
                        null,
                        null,
                        null,
                        null,
                        d.sound(),
                        d.loudness(),
                        null))
                .isInstanceOf(InvalidRecipeException.class);
    }
}
