package io.viralforge.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.viralforge.recipe.RecipeInput.Medium;
import io.viralforge.recipe.RecipeInput.Mention;
import io.viralforge.recipe.RecipeInput.Reading;
import io.viralforge.recipe.RecipeInput.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeInputTest {
    private static final Duration CLIP = Duration.ofSeconds(6);

    @Test
    void whatIsNotGivenIsTheDefault() {
        var input = new RecipeInput(Map.of("source", Map.of("assetId", "asset_1")));
        assertThat(input.mentions()).containsExactly(new Mention("asset_1", Use.SOURCE, List.of("source", "assetId")));
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
                                "size",
                                40,
                                "color",
                                "#ffd400",
                                "outlineColor",
                                "#112233",
                                "boxColor",
                                "#000000",
                                "place",
                                VerticalPlace.TOP,
                                "animation",
                                "POP",
                                "highlightColor",
                                "#00FF00",
                                "isUpperCase",
                                true,
                                "wordsAtOnce",
                                2,
                                "safeZone",
                                SafeZone.TIKTOK)),
                Map.entry("titleCard", Map.of("text", "Title", "duration", "PT1S")),
                Map.entry("motion", Map.of("kind", "PUSH_IN", "amount", 1.1)),
                Map.entry("lut", Map.of("assetId", "table")),
                Map.entry("filters", List.of(Map.of("kind", FilterKind.VHS, "strength", 0.5), Map.of("kind", "GRAIN"))),
                Map.entry(
                        "interrupts",
                        Map.of("kinds", List.of("FLASH", InterruptKind.WHIP), "every", "PT2S", "seed", 7)),
                Map.entry(
                        "inserts",
                        List.of(Map.of(
                                "assetId", "b",
                                "from", "PT1S",
                                "at", "PT2S",
                                "duration", "PT1S",
                                "corner", "TOP_LEFT",
                                "size", 300))),
                Map.entry("endCard", Map.of("text", "Follow", "duration", "PT1S")),
                Map.entry("progressBar", Map.of("color", "#000000", "height", 8, "isTop", true)),
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
                Map.entry(
                        "sound",
                        Map.of(
                                "original",
                                Map.of("gain", -6, "isMuted", true, "isDenoised", true),
                                "music",
                                Map.of(
                                        "assetId",
                                        "song",
                                        "from",
                                        "PT2S",
                                        "gain",
                                        -12.5,
                                        "isDucked",
                                        false,
                                        "fade",
                                        "PT0S"),
                                "voice",
                                Map.of("assetId", "b", "at", "PT1S", "gain", 3))),
                Map.entry("loudness", Map.of("isNormalized", false, "target", -16)),
                Map.entry("posterAt", Duration.ofSeconds(2))));

        assertThat(input.assets()).containsExactly("a", "b", "table", "still", "song");
        assertThat(valid(input))
                .isEqualTo(new Recipe(
                        List.of(new Shot(0, Duration.ofSeconds(1), Duration.ofMillis(5500), 1, null)),
                        new Canvas(720, 1280, 25),
                        new Fit.Blur(12.5),
                        true,
                        1.25,
                        new Motion(MotionKind.PUSH_IN, 1.1),
                        new Grade(0.1, 1.1, 1.2, 0.9),
                        2,
                        List.of(new Filter(FilterKind.VHS, 0.5), new Filter(FilterKind.GRAIN, 0.6)),
                        new Interrupts(List.of(InterruptKind.FLASH, InterruptKind.WHIP), Duration.ofSeconds(2), 7),
                        List.of(new Insert(
                                1,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                Corner.TOP_LEFT,
                                300)),
                        new Captions.Given(List.of(new Cue(Duration.ofSeconds(1), Duration.ofSeconds(2), "two"))),
                        new CaptionStyle(
                                40,
                                new Rgb(0xFFD400),
                                new Rgb(0x112233),
                                Rgb.BLACK,
                                VerticalPlace.TOP,
                                CaptionAnimation.POP,
                                new Rgb(0x00FF00),
                                true,
                                2,
                                SafeZone.TIKTOK),
                        new TitleCard("Title", Duration.ofSeconds(1)),
                        new EndCard("Follow", Duration.ofSeconds(1)),
                        new ProgressBar(Rgb.BLACK, 8, true),
                        new Watermark(new Mark.Image(3), Corner.BOTTOM_LEFT, 0.5, 200),
                        new Soundtrack(
                                new Original(-6, true, true),
                                new Music(4, Duration.ofSeconds(2), -12.5, false, Duration.ZERO),
                                new Voice(1, Duration.ofSeconds(1), 3)),
                        new Loudness(false, -16),
                        Duration.ofSeconds(2)));
    }

    @Test
    void captionsMayBeWhatIsSaid() {
        assertThat(valid(input(Map.of("captions", Map.of("speech", Map.of("characters", 20)))))
                        .captions())
                .isEqualTo(new Captions.Heard(20));
        assertThat(problems(input(Map.of("captions", Map.of("speech", Map.of("characters", 7))))))
                .extracting(Problem::toString)
                .containsExactly("captions.speech.characters: Must be 8 to 80.");
    }

    @Test
    void aCropFollowsFacesUnlessItIsToFollowMotion() {
        var source = Map.of("assetId", "a");
        assertThat(valid(new RecipeInput(Map.of("source", source, "fit", Map.of("follow", Map.of()))))
                        .fit())
                .isEqualTo(new Fit.Follow(FollowSubject.FACES));
        assertThat(valid(new RecipeInput(
                                Map.of("source", source, "fit", Map.of("follow", Map.of("subject", "MOTION")))))
                        .fit())
                .isEqualTo(new Fit.Follow(FollowSubject.MOTION));
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPaths() {
        var input = new RecipeInput(Map.of(
                "source", Map.of("from", "PT7S"),
                "canvas", Map.of("width", 1),
                "zoom", 3.0,
                "fit", Map.of("pad", Map.of("color", "red")),
                "captions", Map.of("vtt", "WEBVTT\n\n00:00.000 --> nonsense\nhi"),
                "captionStyle", Map.of("place", "SIDEWAYS", "wordsAtOnce", 4),
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
                        "captionStyle.place: Must be one of [TOP, MIDDLE, BOTTOM, AUTO].",
                        "captionStyle.wordsAtOnce: Must be 1 to 3.",
                        "titleCard.text: Must have 1 to 120 characters.",
                        "watermark.opacity: Must be 0.05 to 1.");
    }

    @Test
    void aCueOutsideThePartUsedIsLeftOut() {
        var cues = List.of(cue("PT0S", "PT1S", "before"), cue("PT0.5S", "PT1.5S", "in"), cue("PT3S", "PT4S", "after"));
        Recipe recipe = valid(input(Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S", "to", "PT3S"), "captions", Map.of("cues", cues))));
        assertThat(recipe.cues()).containsExactly(new Cue(Duration.ZERO, Duration.ofMillis(500), "in"));
    }

    @Test
    void plainTextIsSpreadOverThePartUsed() {
        Recipe recipe = valid(input(Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S"),
                "captions", Map.of("text", "One sentence here. And then another one there."))));
        assertThat(recipe.cues().getFirst().from()).isEqualTo(Duration.ZERO);
        assertThat(recipe.cues().getLast().to()).isEqualTo(CLIP.minusSeconds(1));
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

    @Test
    void severalShotsHaveNumbersInTheOrderInWhichTheyAreNamedFirst() {
        var input = new RecipeInput(Map.of(
                "shots",
                List.of(
                        Map.of("assetId", "b", "from", "PT1S", "to", "PT3S"),
                        Map.of("assetId", "still"),
                        Map.of("assetId", "b", "speed", 2, "into", Map.of("kind", "WHIP", "duration", "PT0.5S"))),
                "captions",
                Map.of("cues", List.of(cue("PT1S", "PT2S", "in"), cue("PT10S", "PT11S", "after"))),
                "watermark",
                Map.of("mark", Map.of("assetId", "still"))));

        assertThat(input.assets()).containsExactly("b", "still");
        assertThat(input.mentions()).extracting(Mention::use).containsExactly(Use.SHOT, Use.SHOT, Use.SHOT, Use.STILL);
        Recipe recipe = ((Reading.Valid) input.read(List.of(new Medium(CLIP), new Medium(null)))).recipe();
        assertThat(recipe.shots())
                .containsExactly(
                        new Shot(0, Duration.ofSeconds(1), Duration.ofSeconds(3), 1, null),
                        new Shot(1, Duration.ZERO, Duration.ofSeconds(3), 1, null),
                        new Shot(
                                0,
                                Duration.ZERO,
                                CLIP,
                                2,
                                new Transition(TransitionKind.WHIP, Duration.ofMillis(500))));
        assertThat(recipe.length()).isEqualTo(Duration.ofMillis(2_000 + 3_000 + 3_000 - 500));
        assertThat(recipe.cues()).containsExactly(new Cue(Duration.ofSeconds(1), Duration.ofSeconds(2), "in"));
        assertThat(recipe.inputCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(RecipePreset.class)
    void aPresetIsWithinAllLimitsAndWhatIsGivenCountsMore(RecipePreset preset) {
        Recipe recipe = valid(input(Map.of("preset", preset)));
        assertThat(recipe.equals(Recipe.DEFAULT)).isEqualTo(preset == RecipePreset.CLEAN);
        Map<String, Object> own = Map.of("preset", preset.name(), "canvas", Map.of("width", 270, "height", 480));
        assertThat(valid(input(own)).canvas()).isEqualTo(new Canvas(270, 480, 30));
        assertThat(problems(input(Map.of("preset", "LOUD"))))
                .extracting(p -> String.join(".", p.path()))
                .containsExactly("preset");
    }

    @Test
    void aResultHasALongestLength() {
        var still = Map.<String, Object>of("assetId", "a", "to", "PT2H", "speed", 0.25);
        assertThat(((Reading.Invalid) new RecipeInput(Map.of("shots", List.of(still))).read(List.of(new Medium(null))))
                        .problems())
                .extracting(Problem::message)
                .containsExactly("The result would be PT8H long; it may be PT4H.");
        var clip = new RecipeInput(Map.of("source", Map.of("assetId", "a", "speed", 0.5)));
        assertThat(clip.read(List.of(new Medium(Duration.ofHours(3))))).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void captionsKeepUpWithAClipThatRunsFaster() {
        Recipe recipe = valid(input(Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S", "speed", 2.0),
                "captions", Map.of("cues", List.of(cue("PT2S", "PT4S", "in"))))));
        assertThat(recipe.cues()).containsExactly(new Cue(Duration.ofMillis(500), Duration.ofMillis(1500), "in"));
    }

    @Test
    void theTimesOfWordsAreMovedWithTheirCue() {
        Map<String, Object> cue = new HashMap<>(cue("PT0S", "PT4S", "one two three four"));
        cue.put("wordStarts", List.of("PT0.5S", "PT1.2S", "PT2S", "PT3.5S"));
        Recipe recipe = valid(input(Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S", "to", "PT3S", "speed", 2.0),
                "captions", Map.of("cues", List.of(cue)))));
        assertThat(recipe.cues())
                .containsExactly(new Cue(
                        Duration.ZERO,
                        millis(1000),
                        "one two three four",
                        List.of(millis(0), millis(100), millis(500), millis(1000))));
    }

    @Test
    void timesOfWordsThatDoNotFitTheWordsAreTold() {
        Map<String, Object> cue = new HashMap<>(cue("PT0S", "PT4S", "one two"));
        cue.put("wordStarts", List.of("PT1S"));
        assertThat(problems(input(Map.of("captions", Map.of("cues", List.of(cue))))))
                .extracting(Problem::toString)
                .containsExactly("captions.cues.0.wordStarts: Must be as many as the words, which are 2.");
        cue.put("wordStarts", List.of("PT2S", "PT1S"));
        assertThat(problems(input(Map.of("captions", Map.of("cues", List.of(cue))))))
                .extracting(Problem::toString)
                .containsExactly("captions.cues.0.wordStarts: Must be in order, and from the cue's from to its to.");
        cue.put("wordStarts", List.of("soon", 7, true));
        assertThat(problems(input(Map.of("captions", Map.of("cues", List.of(cue))))))
                .isNotEmpty();
    }

    @Test
    void whatIsWrongWithAShotIsToldWithItsNumber() {
        var into = Map.of("duration", "PT2S");
        var input = new RecipeInput(Map.of(
                "shots",
                List.of(
                        Map.of("assetId", "a", "to", "PT1S", "into", into),
                        Map.of("assetId", "b", "to", "PT7S", "into", into, "speed", 0))));
        assertThat(problems(input))
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "shots.1.to: Is after the clip's end at PT6S.",
                        "shots.1.speed: Must be 0.25 to 4.",
                        "shots.0.into: There is no shot before the first.");
        assertThat(problems(new RecipeInput(Map.of(
                        "shots",
                        List.of(
                                Map.of("assetId", "a", "to", "PT1S"),
                                Map.of("assetId", "b", "to", "PT5S", "into", into))))))
                .extracting(Problem::toString)
                .containsExactly("shots.1.into: Must be no longer than half of the shots that it joins.");
        assertThat(problems(new RecipeInput(Map.of("shots", List.of()))))
                .extracting(Problem::toString)
                .containsExactly("shots: Must be 1 to 60 shots.");
    }

    @Test
    void whatIsWrongWithTheSoundIsTold() {
        var sound = Map.of(
                "original", Map.of("gain", 13),
                "music", Map.of("assetId", "m", "from", "PT5.95S", "fade", "PT11S"),
                "voice", Map.of("at", "PT1S", "gain", -61));
        assertThat(problems(input(Map.of("sound", sound))))
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "sound.original.gain: Must be -60 to 12.",
                        "sound.music.from: Must be at least 0.1 s before the clip's end at PT6S.",
                        "sound.music.fade: Must be PT0S to PT10S.",
                        "sound.voice.assetId: AssetId is missing.",
                        "sound.voice.gain: Must be -60 to 12.");
        assertThat(problems(input(Map.of("sound", Map.of("voice", Map.of("assetId", "v", "at", "PT6S"))))))
                .extracting(Problem::toString)
                .containsExactly("sound.voice.at: Must be before the end of the clip.");
    }

    @Test
    void pausesAreCutOutAndCaptionsMoveAlong() {
        List<Pause> pauses = Pause.of(List.of(0L, 800L, 1_500L, 2_500L, 3_000L, 3_400L, 5_500L, 6_000L));
        var cues = List.of(cue("PT0.9S", "PT1.4S", "one"), cue("PT1.7S", "PT2.3S", "cut"), cue("PT2S", "PT4S", "two"));
        Recipe recipe = tightened(Map.of(), Map.of("cues", cues), pauses);
        assertThat(recipe.shots())
                .extracting(Shot::from, Shot::to)
                .containsExactly(tuple(millis(700), millis(1_600)), tuple(millis(2_400), millis(5_600)));
        assertThat(((Captions.Given) recipe.captions()).cues())
                .extracting(Cue::text, Cue::from, Cue::to)
                .containsExactly(tuple("one", millis(200), millis(700)), tuple("two", millis(900), millis(2_500)));
        assertThat(Recipe.parse(recipe.canonical())).isEqualTo(recipe);

        Recipe fast = tightened(
                Map.of(
                        "speed",
                        2,
                        "from",
                        "PT1S",
                        "to",
                        "PT5S",
                        "pauses",
                        Map.of("longerThan", "PT0.3S", "keep", "PT0.1S")),
                Map.of("cues", cues),
                pauses);
        assertThat(fast.shots())
                .extracting(Shot::from, Shot::to, Shot::speed)
                .containsExactly(
                        tuple(millis(1_000), millis(1_550), 2.0),
                        tuple(millis(2_450), millis(3_050), 2.0),
                        tuple(millis(3_350), millis(5_000), 2.0));
    }

    @Test
    void thereAreNoMorePartsThanARecipeHasAndNeverNone() {
        var flat = new ArrayList<Long>();
        for (long i = 0; i < 100; i++) {
            flat.addAll(List.of(60 * i, 60 * i + 40));
        }
        List<Pause> many = Pause.of(flat.stream().map(time -> 50 * time + 500).toList());
        var input = input(Map.of("source", Map.of("assetId", "a", "pauses", Map.of())));
        Medium medium = new Medium(Duration.ofMinutes(6), many);
        assertThat(((Reading.Valid) input.read(List.of(medium))).recipe().shots())
                .hasSize(Shot.MOST);
        Medium silent = new Medium(CLIP, List.of(new Pause(Duration.ZERO, CLIP)));
        assertThat(((Reading.Valid) input.read(List.of(silent))).recipe()).isEqualTo(Recipe.DEFAULT);
        assertThat(problems(input(Map.of(
                        "source",
                        Map.of("assetId", "a", "pauses", Map.of("longerThan", "PT0.3S", "keep", "PT0.25S"))))))
                .extracting(Problem::path)
                .containsExactly(List.of("source", "pauses", "keep"));
    }

    private static Recipe tightened(Map<String, Object> source, Map<String, Object> captions, List<Pause> pauses) {
        var whole = new HashMap<String, Object>(Map.of("assetId", "a", "pauses", Map.of()));
        whole.putAll(source);
        var input = input(Map.of("source", whole, "captions", captions));
        return ((Reading.Valid) input.read(List.of(new Medium(CLIP, pauses)))).recipe();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
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
        return switch (input.read(Collections.nCopies(9, new Medium(CLIP)))) {
            case Reading.Valid(Recipe recipe) -> recipe;
            case Reading.Invalid(List<Problem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<Problem> problems(RecipeInput input) {
        return switch (input.read(Collections.nCopies(9, new Medium(CLIP)))) {
            case Reading.Valid(Recipe recipe) -> throw new AssertionError(recipe.toString());
            case Reading.Invalid(List<Problem> problems) -> problems;
        };
    }
}
