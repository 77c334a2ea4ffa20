package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.recipe.Recipe;
import io.viralforge.worker.media.Pictures.Pixel;
import io.viralforge.worker.media.Rendering.Failed;
import io.viralforge.worker.media.Rendering.Rendered;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderTest {
    private static final Pixel BLACK = new Pixel(0, 0, 0);

    @TempDir
    Path folder;

    @Test
    void theSameRecipeOnTheSameInputGivesTheSameBytes() throws Exception {
        Recipe recipe = Recipes.small(Map.of(
                "captions", Map.of("text", "The same words, every time."),
                "titleCard", Map.of("text", "Title"),
                "watermark", Map.of("mark", Map.of("text", "@me")),
                "fit", Map.of("blur", Map.of()),
                "grade", Map.of("contrast", 1.1)));
        List<Path> inputs = List.of(SharedData.real("friday.mp4"));

        Rendered first = Renders.rendered(recipe, inputs, folder.resolve("1"));
        Rendered second = Renders.rendered(recipe, inputs, folder.resolve("2"));

        assertThat(sha256(second.video())).isEqualTo(sha256(first.video()));
        assertThat(sha256(second.poster())).isEqualTo(sha256(first.poster()));
    }

    @Test
    void aPartBeginsWithThePictureThatIsOnScreenThen() throws Exception {
        // In this clip the first picture stays for 1.1 s.
        Path source = SharedData.real("mb-cursed-vfr.mp4");
        Rendered rendered = Renders.rendered(
                Recipes.small(Map.of("source", Recipes.part(0.5, 1.0), "fit", Map.of("pad", Map.of()))),
                List.of(source),
                folder);
        String fitted = "scale=270:480:force_original_aspect_ratio=decrease,pad=270:480:-1:-1";
        byte[] wanted = Pictures.frame(source, 0, "null", fitted);
        for (long frame : new long[] {0, 7, 14}) {
            assertThat(Pictures.difference(Pictures.frame(rendered.video(), frame, "null", "null"), wanted))
                    .isLessThan(3);
        }
        assertThat(rendered.videoFacts().duration()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.5, 5.3, 7.77})
    void aPartIsCutToTheFrameAndKeepsItsSoundInStep(double from) throws Exception {
        Path source = flashesAndBeeps("mp4", "-c:v", "libx264", "-g", "250", "-bf", "3", "-c:a", "aac");
        Rendered rendered = Renders.rendered(
                Recipes.small(Map.of("source", Recipes.part(from, from + 3))), List.of(source), folder.resolve("out"));

        assertThat(TestFfmpeg.probe(rendered.video(), "stream=nb_read_frames")).contains("nb_read_frames=90");
        // Flash and beep come at every whole second.
        double first = Math.ceil(from) - from;
        assertThat(firstFlash(rendered.video()) / 30.0).isCloseTo(first, within(0.034));
        assertThat(firstBeep(rendered.video())).isCloseTo(first, within(0.04));
    }

    @Test
    void otherContainersKeepTheirSoundInStepToo() throws Exception {
        for (String kind : List.of("mkv", "ts", "avi", "flv")) {
            Path source = flashesAndBeeps(kind, "-c:v", "libx264", "-bf", "0", "-c:a", "aac");
            Rendered rendered = Renders.rendered(
                    Recipes.small(Map.of("source", Recipes.part(4.5, 6.5))), List.of(source), folder.resolve(kind));
            assertThat(firstFlash(rendered.video()) / 30.0).as(kind).isCloseTo(0.5, within(0.05));
            assertThat(firstBeep(rendered.video())).as(kind).isCloseTo(0.5, within(0.06));
        }
    }

    @Test
    void soundThatBeginsLateStaysLate() throws Exception {
        Path source = folder.resolve("late.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=gray:s=320x240:r=30:d=4",
                "-itsoffset",
                "1.5",
                "-f",
                "lavfi",
                "-i",
                "sine=f=800:d=2",
                "-c:v",
                "libx264",
                "-c:a",
                "aac",
                source.toString());
        Rendered rendered = Renders.rendered(Recipes.small(Map.of()), List.of(source), folder.resolve("out"));
        assertThat(firstBeep(rendered.video())).isCloseTo(1.5, within(0.04));
    }

    @Test
    void aClipWithoutSoundGetsASilentTrack() throws Exception {
        Rendered rendered = Renders.rendered(
                Recipes.small(Map.of("source", Recipes.part(0, 1))), List.of(SharedData.real("sk-bikes.mp4")), folder);
        assertThat(rendered.videoFacts().hasAudio()).isTrue();
        assertThat(rendered.warnings()).anyMatch(w -> w.contains("no sound"));
        assertThat(Pictures.envelope(rendered.video())).containsOnly(0.0);
    }

    @Test
    void soundIsLeftAloneWhenAskedTo() throws Exception {
        Path source = SharedData.real("friday.mp4");
        Rendered rendered = Renders.rendered(
                Recipes.small(Map.of("loudness", Map.of("isNormalized", false))), List.of(source), folder);
        assertThat(Pictures.loudness(rendered.video())).isCloseTo(Pictures.loudness(source), within(0.3));
    }

    @Test
    void barsHaveTheColourAskedFor() throws Exception {
        Rendered rendered = Renders.rendered(
                Recipes.small(Map.of("source", Recipes.part(0, 0.2), "fit", Map.of("pad", Map.of("color", "#E0A020")))),
                List.of(SharedData.real("smpte-2997.mp4")),
                folder);
        Pixel bar = Pictures.area(rendered.video(), 2, 20, 20, 60, 60);
        assertThat(bar.isNear(new Pixel(0xE0, 0xA0, 0x20), 6)).as("%s", bar).isTrue();
    }

    @Test
    void mirrorZoomAndCropShowTheRightPart() throws Exception {
        // Left red, middle green, right blue.
        Path source = folder.resolve("stripes.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=red:s=240x320:r=30:d=0.5",
                "-f",
                "lavfi",
                "-i",
                "color=c=lime:s=240x320:r=30:d=0.5",
                "-f",
                "lavfi",
                "-i",
                "color=c=blue:s=240x320:r=30:d=0.5",
                "-filter_complex",
                "hstack=3",
                "-c:v",
                "libx264",
                source.toString());
        assertThat(middle(source, Map.of("fit", crop(0)))).matches(p -> p.red() > 180 && p.blue() < 90, "red");
        assertThat(middle(source, Map.of("fit", crop(1)))).matches(p -> p.blue() > 180 && p.red() < 90, "blue");
        assertThat(middle(source, Map.of("fit", crop(0.5)))).matches(p -> p.green() > 180, "green");
        assertThat(left(source, Map.of("fit", Map.of("pad", Map.of())))).matches(p -> p.red() > 180, "red");
        assertThat(left(source, Map.of("fit", Map.of("pad", Map.of()), "isMirrored", true)))
                .matches(p -> p.blue() > 180, "blue");
        // At twice the size, the middle half of the stripes fills the width: green from a sixth on.
        assertThat(left(source, Map.of("fit", Map.of("pad", Map.of()), "zoom", 2.0)))
                .matches(p -> p.red() > 180, "red");
        assertThat(at(source, Map.of("fit", Map.of("pad", Map.of()), "zoom", 2.0), 75))
                .matches(p -> p.green() > 180, "green");
    }

    @Test
    void captionsAreThereWhileTheyShouldBeAndNoLonger() throws Exception {
        Map<String, Object> captions = Map.of(
                "source", Recipes.part(1, 3),
                "captions", Map.of("cues", List.of(Map.of("from", "PT1.5S", "to", "PT2S", "text", "WWWW"))),
                "captionStyle", Map.of("color", "#FF0000", "boxColor", "#FF0000", "outlineColor", "#FF0000"));
        Path source = folder.resolve("gray.mp4");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "color=c=gray:s=270x480:r=30:d=4", "-c:v", "libx264", source.toString());
        Path video = Renders.rendered(Recipes.small(captions), List.of(source), folder.resolve("out"))
                .video();
        // 0.5 s to 1 s of the result: frames 15 to 29.
        for (long frame : new long[] {15, 22, 29}) {
            assertThat(words(video, frame)).as("frame %d", frame).matches(p -> p.red() > 160 && p.green() < 100);
        }
        for (long frame : new long[] {0, 14, 30, 59}) {
            assertThat(words(video, frame)).as("frame %d", frame).matches(p -> p.red() < 140);
        }
    }

    @Test
    void theBoxMovesWithTheVoice() throws Exception {
        Map<String, Object> cue =
                Map.of("from", "PT1S", "to", "PT3S", "text", "WWW WWW", "wordStarts", List.of("PT1S", "PT2.2S"));
        Map<String, Object> captions = Map.of(
                "source", Map.of("assetId", "a", "from", "PT1S", "to", "PT3S", "speed", 2.0),
                "captions", Map.of("cues", List.of(cue)),
                "captionStyle", Map.of("animation", "BOXED", "highlightColor", "#FF0000", "color", "#000000"));
        Path source = folder.resolve("gray.mp4");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "color=c=gray:s=270x480:r=30:d=4", "-c:v", "libx264", source.toString());
        Path video = Renders.rendered(Recipes.small(captions), List.of(source), folder.resolve("out"))
                .video();
        // The second word begins at 0.6 s of the result: frame 18.
        for (long frame : new long[] {0, 9, 17, 18, 29}) {
            Pixel left = Pictures.area(video, frame, 85, 340, 40, 20);
            Pixel right = Pictures.area(video, frame, 145, 340, 40, 20);
            assertThat(frame < 18 ? left : right).as("frame %d", frame).matches(p -> p.red() - p.green() > 40);
            assertThat(frame < 18 ? right : left).as("frame %d", frame).matches(p -> p.red() - p.green() < 20);
        }
    }

    @Test
    void anImageStandsInItsCornerAsOpaqueAsAskedFor() throws Exception {
        Path image = folder.resolve("mark.png");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "color=c=white:s=80x40", "-frames:v", "1", image.toString());
        Path source = folder.resolve("black.mp4");
        TestFfmpeg.ffmpeg(
                "-f", "lavfi", "-i", "color=c=black:s=270x480:r=30:d=1", "-c:v", "libx264", source.toString());
        Recipe recipe = Recipes.small(Map.of(
                "watermark",
                Map.of("mark", Map.of("assetId", "b"), "corner", "BOTTOM_LEFT", "opacity", 0.5, "size", 200)));
        Path video = Renders.rendered(recipe, List.of(source, image), folder.resolve("out"))
                .video();

        // 54×26 pixels, 12 from the edges.
        Pixel mark = Pictures.area(video, 20, 20, 446, 30, 16);
        assertThat(mark.isNear(new Pixel(128, 128, 128), 10)).as("%s", mark).isTrue();
        assertThat(Pictures.area(video, 20, 100, 446, 30, 16).isNear(BLACK, 6)).isTrue();
    }

    @Test
    void nothingOfTheSourcesMetadataIsCarriedOver() throws Exception {
        Path source = SharedData.hostile("gen-shell-metadata.mp4");
        List<String> tags = TestFfmpeg.probe(source, "format_tags").stream()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .filter(value -> value.contains("$") || value.contains("<"))
                .toList();
        assertThat(tags).isNotEmpty();
        Rendered rendered =
                Renders.rendered(Recipes.small(Map.of("source", Recipes.part(0, 0.5))), List.of(source), folder);
        for (Path file : List.of(rendered.video(), rendered.poster())) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(tags);
        }
    }

    @Test
    void progressGoesThroughItsStagesAndNeverFalls() throws Exception {
        var told = new ArrayList<Progress>();
        TestFfmpeg.ENGINE.render(Recipes.small(Map.of()), List.of(SharedData.real("friday.mp4")), folder, told::add);
        assertThat(told).extracting(Progress::fraction).isSorted().endsWith(1.0);
        assertThat(told)
                .extracting(Progress::stage)
                .isSorted()
                .contains(Progress.Stage.PREPARE, Progress.Stage.RENDER, Progress.Stage.VERIFY);
        assertThat(told).extracting(Progress::cpuSeconds).isSorted();
        var whileRendering = told.stream()
                .filter(progress -> progress.stage() == Progress.Stage.RENDER)
                .map(Progress::cpuSeconds)
                .toList();
        assertThat(whileRendering.getLast())
                .as("what the child uses is counted while it runs")
                .isGreaterThan(whileRendering.getFirst());
    }

    @Test
    void aCancelledRenderLeavesNoChild() throws Exception {
        var isRendering = new CountDownLatch(1);
        var outcome = new AtomicReference<Object>();
        Recipe recipe = Recipes.of(Map.of("source", Map.of("assetId", "a"), "fit", Map.of("blur", Map.of())));
        Path source = SharedData.real("tears-of-steel-battle.webm");
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                outcome.set(TestFfmpeg.ENGINE.render(recipe, List.of(source), folder, p -> {
                    if (p.stage() == Progress.Stage.RENDER && p.fraction() > 0.07) {
                        isRendering.countDown();
                    }
                }));
            } catch (InterruptedException e) {
                outcome.set(e);
            }
        });
        isRendering.await();
        assertThat(children()).isNotEmpty();
        thread.interrupt();
        thread.join();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(children()).isEmpty();
    }

    @Test
    void whatGoesOverItsLimitIsEnded() throws Exception {
        var d = Limits.DEFAULT;
        Path source = SharedData.real("gradio-art-critic.mp4");
        var output = new Limits(
                d.inspectTime(),
                d.inspectMemoryBytes(),
                d.renderTime(),
                d.renderMemoryBytes(),
                10_000,
                d.stall(),
                d.longest(),
                d.pixels());
        assertThat(failure(output, source)).isEqualTo("The result became larger than it may.");
        var memory = new Limits(
                d.inspectTime(),
                d.inspectMemoryBytes(),
                d.renderTime(),
                50_000_000,
                d.outputBytes(),
                d.stall(),
                d.longest(),
                d.pixels());
        assertThat(failure(memory, source)).isEqualTo("Rendering took more memory than it may.");
    }

    @Test
    void anInputThatCannotBeReadIsToldSo() throws Exception {
        assertThat(TestFfmpeg.ENGINE.render(
                        Recipe.DEFAULT, List.of(SharedData.hostile("gen-random.mp4")), folder, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.INPUT_UNREADABLE));
        assertThat(TestFfmpeg.ENGINE.render(
                        Recipe.DEFAULT, List.of(folder.resolve("gone.mp4")), folder, Progress.Listener.NONE))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(FailureCode.WORKER_FAULT);
                    assertThat(failed.isRetryable()).isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostile/gen-shell-metadata.mp4",
                "hostile/video_with_failing_audio.mp4",
                "hostile/mb-transparency-faulty.webm",
                "hostile/gen-truncated-mid.mp4"
            })
    void whatIsOddIsRendered(String name) throws Exception {
        Path source = SharedData.file("media/" + name);
        long start = System.nanoTime();
        Rendered rendered = Renders.rendered(Recipes.small(Map.of()), List.of(source), folder);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(rendered.usage().peakMemoryBytes()).isLessThan(1_000_000_000);
    }

    @Test
    void aThousandFramesASecondBecomeAsManyAsAskedFor() throws Exception {
        Path source = folder.resolve("fast.mp4");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:r=1000:d=3", "-c:v", "libx264", source.toString());
        Rendered rendered = Renders.rendered(Recipes.small(Map.of()), List.of(source), folder.resolve("out"));
        assertThat(rendered.videoFacts().frameRate()).isEqualTo(30);
        assertThat(rendered.videoFacts().duration()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void wordsOfAnyKindAreDrawn() throws Exception {
        Recipe recipe = Recipes.small(Map.of(
                "source", Recipes.part(0, 1),
                "captions",
                        Map.of(
                                "text",
                                "مرحبا بالعالم\n日本語の字幕です、とても長いので折り返します\n😀👩‍👩‍👧 e\u0301 \u202Eabc\u202C '%{x}:\\,;[]\n"
                                        + "x".repeat(120)),
                "titleCard", Map.of("text", "'; $(rm -rf /) %{pts}", "duration", "PT0.5S")));
        Rendered rendered = Renders.rendered(recipe, List.of(SharedData.real("flower.mp4")), folder);
        assertThat(rendered.videoFacts().duration()).isEqualTo(Duration.ofSeconds(1));
    }

    private String failure(Limits limits, Path source) throws InterruptedException {
        var engine = new MediaEngine(TestFfmpeg.FFMPEG, limits, TestFfmpeg.TYPEFACE);
        return switch (engine.render(Recipe.DEFAULT, List.of(source), folder.resolve("limited"), p -> {})) {
            case Rendered rendered -> throw new AssertionError(rendered);
            case Failed failed -> {
                assertThat(failed.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
                yield failed.message();
            }
        };
    }

    private Pixel middle(Path source, Map<String, Object> recipe) throws InterruptedException {
        return at(source, recipe, 125);
    }

    private Pixel left(Path source, Map<String, Object> recipe) throws InterruptedException {
        return at(source, recipe, 10);
    }

    private Pixel at(Path source, Map<String, Object> recipe, int x) throws InterruptedException {
        Path video = Renders.rendered(Recipes.small(recipe), List.of(source), folder.resolve("out"))
                .video();
        return Pictures.area(video, 5, x, 230, 20, 20);
    }

    private static Map<String, Object> crop(double x) {
        return Map.of("crop", Map.of("x", x));
    }

    private static Pixel words(Path video, long frame) {
        return Pictures.area(video, frame, 115, 336, 40, 24);
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    /** Twelve seconds, black and silent but for a flash and a beep of 0.1 s at every whole second. */
    private Path flashesAndBeeps(String kind, String... coding) {
        Path file = folder.resolve("flashes." + kind);
        String pulse = "lt(mod(t,1),0.1)";
        var arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "color=c=black:s=320x240:r=30:d=12"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=f=1000:r=48000:d=12"));
        arguments.addAll(List.of("-vf", "drawbox=c=white:t=fill:enable='" + pulse + "'"));
        arguments.addAll(List.of("-af", "asetnsamples=480,volume='" + pulse + "':eval=frame"));
        arguments.addAll(List.of(coding));
        arguments.add(file.toString());
        TestFfmpeg.ffmpeg(arguments.toArray(String[]::new));
        return file;
    }

    private static int firstFlash(Path video) {
        List<Integer> brightness = Pictures.brightness(video);
        for (int i = 0; i < brightness.size(); i++) {
            if (brightness.get(i) > 128) {
                return i;
            }
        }
        throw new AssertionError("no flash");
    }

    private static double firstBeep(Path video) {
        double[] envelope = Pictures.envelope(video);
        for (int i = 0; i < envelope.length; i++) {
            if (envelope[i] > 500) {
                return i * 0.005;
            }
        }
        throw new AssertionError("no beep");
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
