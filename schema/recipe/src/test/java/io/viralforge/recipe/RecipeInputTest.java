package io.viralforge.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.RecipeInput.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeInputTest {
    private static final Duration CLIP = Duration.ofSeconds(6);

    @Test
    void whatIsNotGivenIsTheDefault() {
        var input = new RecipeInput(Map.of("source", Map.of("assetId", "asset_1")));
        assertThat(input.sourceAssetId()).isEqualTo("asset_1");
        assertThat(input.watermarkAssetId()).isNull();
        assertThat(valid(input)).isEqualTo(Recipe.DEFAULT);
    }

    @Test
    void everyFieldOfTheApiIsRead() {
        var input = new RecipeInput(Map.ofEntries(
                Map.entry("source", Map.of("assetId", "a", "from", Duration.ofSeconds(1), "to", "PT5.5S")),
                Map.entry("canvas", Map.of("width", 720, "height", 1280, "frameRate", 25)),
                Map.entry("fit", Map.of("blur", Map.of("strength", 12.5))),
                Map.entry("isMirrored", true),
                Map.entry("zoom", 1.25),
                Map.entry("grade", Map.of("brightness", 0.1, "contrast", 1.1, "saturation", 1.2, "gamma", 0.9)),
                Map.entry("captions", Map.of("cues", List.of(cue("PT2S", "PT3S", "two")))),
                Map.entry(
                        "captionStyle",
                        Map.of(
                                "size", 40,
                                "color", "#ffd400",
                                "outlineColor", "#112233",
                                "boxColor", "#000000",
                                "place", VerticalPlace.TOP)),
                Map.entry("titleCard", Map.of("text", "Title", "duration", "PT1S")),
                Map.entry(
                        "watermark",
                        Map.of(
                                "mark",
                                Map.of("assetId", "still"),
                                "corner",
                                "BOTTOM_LEFT",
                                "opacity",
                                0.5,
                                "size",
                                200)),
                Map.entry("loudness", Map.of("isNormalized", false, "target", -16)),
                Map.entry("posterAt", Duration.ofSeconds(2))));

        assertThat(input.watermarkAssetId()).isEqualTo("still");
        assertThat(valid(input))
                .isEqualTo(new Recipe(
                        new Source(Duration.ofSeconds(1), Duration.ofMillis(5500)),
                        new Canvas(720, 1280, 25),
                        new Fit.Blur(12.5),
                        true,
                        1.25,
                        new Grade(0.1, 1.1, 1.2, 0.9),
                        List.of(new Cue(Duration.ofSeconds(2), Duration.ofSeconds(3), "two")),
                        new CaptionStyle(40, new Rgb(0xFFD400), new Rgb(0x112233), Rgb.BLACK, VerticalPlace.TOP),
                        new TitleCard("Title", Duration.ofSeconds(1)),
                        new Watermark(new Mark.Image(), Corner.BOTTOM_LEFT, 0.5, 200),
                        new Loudness(false, -16),
                        Duration.ofSeconds(2)));
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPaths() {
        var input = new RecipeInput(Map.of(
                "source", Map.of("from", "PT7S"),
                "canvas", Map.of("width", 1),
                "zoom", 3.0,
                "fit", Map.of("pad", Map.of("color", "red")),
                "captions", Map.of("vtt", "WEBVTT\n\n00:00.000 --> nonsense\nhi"),
                "captionStyle", Map.of("place", "SIDEWAYS"),
                "titleCard", Map.of("text", ""),
                "watermark", Map.of("mark", Map.of("text", "x"), "opacity", 0)));

        assertThat(problems(input))
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "source.assetId: AssetId is missing.",
                        "source.from: Must be at least 0.1 s before the clip's end at PT6S.",
                        "captions.vtt: Line 3: Not a time: \"nonsense\".",
                        "canvas.width: Must be 64 to 3840.",
                        "canvas.width: Must be even.",
                        "zoom: Must be 1 to 2.",
                        "fit.pad.color: Must be a colour such as #FFD400.",
                        "captionStyle.place: Must be one of [TOP, MIDDLE, BOTTOM].",
                        "titleCard.text: Must have 1 to 120 characters.",
                        "watermark.opacity: Must be 0.05 to 1.");
    }

    @Test
    void aCueOutsideThePartUsedIsLeftOut() {
        var cues = List.of(cue("PT0S", "PT1S", "before"), cue("PT0.5S", "PT1.5S", "in"), cue("PT3S", "PT4S", "after"));
        Recipe recipe = valid(input(Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S", "to", "PT3S"), "captions", Map.of("cues", cues))));
        assertThat(recipe.cues()).extracting(Cue::text).containsExactly("in");
    }

    @Test
    void plainTextIsSpreadOverThePartUsed() {
        Recipe recipe = valid(input(Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S"),
                "captions", Map.of("text", "One sentence here. And then another one there."))));
        assertThat(recipe.cues().getFirst().from()).isEqualTo(Duration.ofSeconds(1));
        assertThat(recipe.cues().getLast().to()).isEqualTo(CLIP);
    }

    @Test
    void timesOutsideTheClipAreTold() {
        assertThat(problems(input(Map.of("source", Map.of("assetId", "a", "to", "PT6.001S")))))
                .extracting(p -> String.join(".", p.path()))
                .containsExactly("source.to");
        assertThat(problems(input(Map.of("posterAt", "PT6S", "titleCard", Map.of("text", "x", "duration", "PT7S")))))
                .extracting(p -> String.join(".", p.path()))
                .containsExactly("posterAt", "titleCard");
        assertThat(problems(input(Map.of("source", Map.of("assetId", "a", "from", "PT-1S")))))
                .hasSize(1);
        assertThat(problems(input(Map.of("source", Map.of("assetId", "a", "to", "PT2562047788015H")))))
                .isNotEmpty();
    }

    @Test
    void aCueWithoutItsPartsIsToldWithItsNumber() {
        assertThat(problems(input(Map.of("captions", Map.of("cues", List.of(Map.of("text", "x")))))))
                .extracting(Problem::toString)
                .containsExactly("captions.cues.0.from: From is missing.", "captions.cues.0.to: To is missing.");
    }

    private static Map<String, Object> cue(String from, String to, String text) {
        return Map.of("from", from, "to", to, "text", text);
    }

    private static RecipeInput input(Map<String, Object> fields) {
        var whole = new HashMap<String, Object>(Map.of("source", Map.of("assetId", "a")));
        whole.putAll(fields);
        return new RecipeInput(whole);
    }

    private static Recipe valid(RecipeInput input) {
        return switch (input.read(CLIP)) {
            case Reading.Valid(Recipe recipe) -> recipe;
            case Reading.Invalid(List<Problem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<Problem> problems(RecipeInput input) {
        return switch (input.read(CLIP)) {
            case Reading.Valid(Recipe recipe) -> throw new AssertionError(recipe.toString());
            case Reading.Invalid(List<Problem> problems) -> problems;
        };
    }
}
