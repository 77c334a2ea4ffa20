package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.CaptionFormat;
import io.viralforge.recipe.Cue;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeInput;
import io.viralforge.worker.media.Rendering.Failed;
import io.viralforge.worker.media.Rendering.Rendered;
import io.viralforge.worker.speech.Judgement;
import io.viralforge.worker.speech.Kevin;
import io.viralforge.worker.speech.Speech;
import io.viralforge.worker.speech.TestSpeech;
import io.viralforge.worker.speech.Transcript;
import io.viralforge.worker.speech.Word;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechRenderTest {
    private static final Map<String, Object> SPEECH = Map.of("speech", Map.of());

    @TempDir
    Path folder;

    @Test
    void whatIsSaidInAllShotsStandsOnThePictureAndComesBackTheSameEachTime() throws Exception {
        Kevin.Speaking first = Kevin.say("Stop doing that today.");
        Kevin.Speaking second = Kevin.say("Let the kettle rest for thirty seconds.");
        var shots = List.of(Map.of("assetId", "a", "to", "PT2S"), Map.of("assetId", "b", "to", "PT3S", "speed", 1.25));
        Recipe recipe = Recipes.of(Map.of("canvas", Recipes.SMALL, "shots", shots, "captions", SPEECH));
        List<Path> inputs = List.of(spoken(first, "a"), spoken(second, "b"));
        MediaEngine engine = TestFfmpeg.ENGINE.hearing(TestSpeech.get());

        Rendered rendered = Renders.rendered(engine, recipe, inputs, folder.resolve("1"));
        Rendered again = Renders.rendered(engine, recipe, inputs, folder.resolve("2"));

        assertThat(Files.mismatch(rendered.video(), again.video())).isNegative();
        assertThat(again.captions()).isEqualTo(rendered.captions());
        List<Cue> cues = CaptionFormat.VTT.parse(
                Objects.requireNonNull(rendered.captions()), Duration.ZERO, Duration.ofSeconds(5));
        String text = String.join(" ", cues.stream().map(Cue::text).toList());
        assertThat(text).containsIgnoringCase("doing that today").containsIgnoringCase("thirty seconds");
        assertThat(cues.getFirst().wordStarts().get(3)).isLessThan(Duration.ofSeconds(2));
        assertThat(cues.getLast().wordStarts().getLast()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4_400));
        Rendered bare = Renders.rendered(
                Recipes.of(Map.of("canvas", Recipes.SMALL, "shots", shots)), inputs, folder.resolve("bare"));
        assertThat(bare.captions()).isNull();
        long said = cues.getFirst().from().toMillis() * 30 / 1000 + 3;
        assertThat(Pictures.difference(
                        Pictures.frame(rendered.video(), said, "null", "null"),
                        Pictures.frame(bare.video(), said, "null", "null")))
                .isPositive();
    }

    @Test
    void aVoiceLaidOverTheClipIsHeardToo() throws Exception {
        Path silent = folder.resolve("silent.mp4");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30:duration=4", silent.toString());
        Path voice = spoken(Kevin.say("Stop doing that today."), "voice");
        Path hum = folder.resolve("hum.wav");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "sine=f=200:d=2,volume=0.2", hum.toString());
        var sound = Map.of("voice", Map.of("assetId", "voice"), "music", Map.of("assetId", "hum", "gain", -40));
        var recipe = Map.<String, Object>of(
                "canvas", Recipes.SMALL, "source", Map.of("assetId", "a"), "captions", SPEECH, "sound", sound);
        var files = Map.of("a", silent, "voice", voice, "hum", hum);

        Rendered rendered = Renders.rendered(
                TestFfmpeg.ENGINE.hearing(TestSpeech.get()),
                Recipes.of(recipe),
                new RecipeInput(recipe).assets().stream().map(files::get).toList(),
                folder.resolve("out"));

        String said =
                CaptionFormat.VTT
                        .parse(Objects.requireNonNull(rendered.captions()), Duration.ZERO, Duration.ofSeconds(5))
                        .stream()
                        .map(Cue::text)
                        .collect(Collectors.joining(" "));
        assertThat(said).containsIgnoringCase("doing that today");
    }

    @Test
    void whereNothingIsSaidThereAreNoCaptions() throws Exception {
        Path clip = folder.resolve("beats.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=30:duration=3",
                "-f",
                "lavfi",
                "-i",
                "sine=f=220:beep_factor=2:duration=3",
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                clip.toString());
        Rendered rendered = Renders.rendered(
                TestFfmpeg.ENGINE.hearing(TestSpeech.get()),
                Recipes.small(Map.of("captions", SPEECH)),
                List.of(clip),
                folder.resolve("out"));

        assertThat(rendered.captions()).isEqualTo("WEBVTT\n");
        assertThat(rendered.warnings()).contains("Nothing is said that could be understood; there are no captions.");
    }

    @Test
    void withoutTheModelARenderSaysHowToGetIt() throws Exception {
        Path clip = spoken(Kevin.say("Stop."), "a");
        Rendering rendering = TestFfmpeg.ENGINE.render(
                Recipes.small(Map.of("captions", SPEECH)),
                List.of(clip),
                folder.resolve("out"),
                Progress.Listener.NONE);

        assertThat(rendering).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.WORKER_FAULT);
            assertThat(failed.message()).contains("./forge models");
        });
    }

    /** Old and noisy, with several voices: what can be expected of a small model is most of it. */
    @Test
    void aFilmOfTheFortiesIsHeardForTheMostPart() throws Exception {
        Path clip = SharedData.real("friday.mp4");
        List<Cue> said = CaptionFormat.VTT.parse(
                Files.readString(SharedData.file("speech/friday.vtt")), Duration.ZERO, Duration.ofSeconds(7));
        String text = String.join(" ", said.stream().map(Cue::text).toList());

        assertThat(Judgement.of(heard(clip), Judgement.words(text)).wordErrorRate())
                .isLessThan(0.65);
    }

    @Test
    void aSpeechIsHeardToTheWordAndWordsAfterARestWhenTheyBegin() throws Exception {
        Transcript heard = heard(SharedData.file("speech/jfk.wav"));

        String said = "And so my fellow Americans ask not what your country can do for you ask what you can do for your"
                + " country";
        assertThat(Judgement.of(heard, Judgement.words(said)).wordErrorRate()).isLessThan(0.1);
        // Where the level rises out of a rest of half a second and more: by measuring it, not by ear.
        assertThat(heard.words())
                .filteredOn(word -> word.text().matches("(?i)and|ask"))
                .extracting(Word::from)
                .usingElementComparator((one, other) -> Math.abs(one - other) < 0.2 ? 0 : Double.compare(one, other))
                .containsExactly(0.33, 3.29, 8.19);
    }

    private static Transcript heard(Path clip) throws Exception {
        byte[] sound = TestFfmpeg.bytes(
                "-i",
                clip.toString(),
                "-vn",
                "-ac",
                "1",
                "-ar",
                Integer.toString(Speech.SAMPLE_RATE),
                "-f",
                "s16le",
                "-");
        return TestSpeech.get()
                .hear(ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer(), share -> {});
    }

    /** A clip in which it is said. */
    private Path spoken(Kevin.Speaking said, String name) throws Exception {
        Path sound = Files.write(folder.resolve(name + ".s16be"), said.sound().array());
        Path clip = folder.resolve(name + ".mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=30:duration=4",
                "-f",
                "s16be",
                "-ar",
                "16000",
                "-ac",
                "1",
                "-i",
                sound.toString(),
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                clip.toString());
        return clip;
    }
}
