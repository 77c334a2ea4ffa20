package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.cli.Script.Ended;
import io.viralforge.cli.Script.Running;
import io.viralforge.trace.Collector;
import io.viralforge.worker.media.Ffmpeg;
import io.viralforge.worker.media.MediaFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from a bare data folder to a short that decodes. */
@TestMethodOrder(OrderAnnotation.class)
final class DemoTest {
    @TempDir
    private static @Nullable Path folder;

    private static @Nullable Running running;

    private static @Nullable Collector collector;

    @BeforeAll
    static void look() throws Exception {
        Eye.open();
        collector = new Collector();
    }

    @AfterAll
    static void stop() throws Exception {
        if (running != null) {
            running.end();
        }
        collector().close();
    }

    @Test
    @Order(1)
    void withNothingAtHandItStartsAServerAndMakesAShortOfAClipOfItsOwn() throws Exception {
        Ended demo = script().run("demo", "--json");
        assertThat(demo.err()).contains("Rendering", "Published once on the sandbox's YouTube");
        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.out().lines()).hasSize(1);
        Path made = script().folder().resolve("viralforge-sample-short.mp4");
        assertThat(demo.line())
                .startsWith("{\"file\":\"" + made + "\"")
                .contains("\"rights\":\"OWNED\"", "\"cpuSeconds\":");
        assertShort(made, 8.0);
        assertThat(script().installation().holder()).isNull();
    }

    @Test
    @Order(2)
    void itUsesTheServerThatRunsAndNeverOverwrites() throws Exception {
        running = script().start(
                        Map.of(
                                "VIRALFORGE_LOG",
                                "json",
                                "VIRALFORGE_OTLP_ENDPOINT",
                                collector().endpoint().toString(),
                                "OTEL_BSP_SCHEDULE_DELAY",
                                "100"),
                        "run",
                        "--json");
        running.await("the server", () -> script().installation().address() != null);
        Ended demo = script().run("demo");
        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains(
                        script().folder()
                                .resolve("viralforge-sample-short-2.mp4")
                                .toString(),
                        "1080×1920",
                        "CPU seconds");
        assertThat(script().installation().address()).isNotNull();
    }

    @Test
    @Order(3)
    void aClipOfOnesOwnWithCaptionsAndALicence() throws Exception {
        Path clip = SharedData.file("media/real/friday.mp4");
        Path words = SharedData.file("speech/friday.vtt");
        Ended demo = script().run(
                        "demo", "--clip", clip.toString(), "--captions", words.toString(), "--rights", "cc0", "--json");
        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.line()).contains("\"rights\":\"CC0\"");
        double length =
                Objects.requireNonNull(Eye.open().decode(clip).duration()).toMillis() / 1e3;
        assertShort(script().folder().resolve("friday-short.mp4"), length);
    }

    @Test
    @Order(4)
    void aFileThatIsNoClipIsRefusedWithItsCodeAndASentence() throws Exception {
        Path clip = Files.writeString(script().folder().resolve("letter.mp4"), "Dear Sir or Madam\n".repeat(100));
        Ended demo = script().run("demo", "--clip", clip.toString(), "--rights", "owned");
        assertThat(demo.code()).isEqualTo(Exit.REFUSED.code());
        assertThat(demo.out()).isEmpty();
        assertThat(demo.err()).contains("The clip was refused: ", "(NOT_MEDIA)").doesNotContain("\tat ");
    }

    @Test
    @Order(5)
    void captionsThatCannotBeReadAreRefused() throws Exception {
        Path words = Files.writeString(script().folder().resolve("broken.vtt"), "WEBVTT\n\n00:99 --> nowhere\nHello\n");
        Ended demo = script().run("demo", "--captions", words.toString());
        assertThat(demo.code()).as(demo.err()).isEqualTo(Exit.REFUSED.code());
        assertThat(demo.err()).contains("cannot be read as WebVTT: Line 3: ").hasLineCount(1);
    }

    @Test
    @Order(6)
    void aStillPictureIsNamedAsWhatItIs() throws Exception {
        Path picture = script().folder().resolve("still.png");
        ffmpeg("-f", "lavfi", "-i", "color=size=64x64:duration=0.1", "-frames:v", "1", picture.toString());
        Ended demo = script().run("demo", "--clip", picture.toString(), "--rights", "owned");
        assertThat(demo.code()).as(demo.err()).isEqualTo(Exit.REFUSED.code());
        assertThat(demo.err()).contains(picture + " is a still picture.").doesNotContain("(INVALID)");
    }

    @Test
    @Order(7)
    void aClipThatIsCutOffIsRefusedWithTheOptionThatTakesIt() throws Exception {
        Path whole = script().folder().resolve("whole.mp4");
        ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x180:duration=4", "-movflags", "+faststart", whole.toString());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(script().folder().resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        Ended demo = script().run("demo", "--clip", cut.toString(), "--rights", "owned");
        assertThat(demo.code()).as(demo.err()).isEqualTo(Exit.REFUSED.code());
        assertThat(demo.err()).contains("(CORRUPT)", "--salvage");
        Ended salvaged = script().run("demo", "--clip", cut.toString(), "--rights", "owned", "--salvage");
        assertThat(salvaged.code()).as(salvaged.err()).isZero();
    }

    @Test
    @Order(8)
    void aTerminationCancelsTheJob() throws Exception {
        Path clip = SharedData.file("media/real/tears-of-steel-battle.webm");
        Running demo = script().start(
                        "demo",
                        "--clip",
                        clip.toString(),
                        "--rights",
                        "cc-by",
                        "--attribution",
                        "(CC) Blender Foundation");
        demo.await("the render to begin", () -> demo.said().contains("Rendering"));
        demo.process().destroy();
        assertThat(demo.await()).isEqualTo(Exit.INTERRUPTED.code());
        assertThat(demo.said()).contains("The job has been cancelled.");
        try (LocalApi api =
                LocalApi.open(script().installation(), script().installation().requireAddress(), Studio.SAMPLE)) {
            var queue = api.client().execute(new io.viralforge.types.cli.QueueLengths());
            assertThat(List.of(queue.waiting().nodes(), queue.running().nodes()))
                    .allSatisfy(jobs -> assertThat(jobs).isEmpty());
        }
    }

    @Test
    @Order(9)
    void oneTraceLeadsFromTheMutationToTheFfmpegThatEncodes() throws Exception {
        Collector traces = collector();
        List<String> wanted = List.of(
                "ffmpeg",
                "render",
                "attempt",
                "wait for a worker",
                "transaction",
                "Mutation.jobSubmit",
                "mutation JobSubmit",
                "POST /graphql");
        Objects.requireNonNull(running)
                .await(
                        "the whole trace",
                        () -> traces.all().stream()
                                .filter(span -> span.name().equals("ffmpeg"))
                                .anyMatch(span -> traces.path(span).equals(wanted)));
        assertThat(traces.all())
                .extracting(Collector.Told::program)
                .containsOnly("viralforge-server", "viralforge-worker");
    }

    @Test
    @Order(10)
    void theLogsOfServerAndWorkerAreJsonAsAskedForAndHoldNoSecret() throws Exception {
        for (String program : List.of("server", "worker")) {
            String log = Files.readString(script().installation().log(program));
            assertThat(log).contains("\"mdc\": {}", "\"level\":\"INFO\"").doesNotContain("sig=", "vfk_", "Bearer ");
            try (Stream<Path> secrets = Files.list(script().data().resolve("secrets"))) {
                for (Path secret : secrets.toList()) {
                    assertThat(log)
                            .as(program + " " + secret)
                            .doesNotContain(Files.readString(secret).strip());
                }
            }
        }
        assertThat(Files.readString(script().installation().log("worker")))
                .contains("\"attempt\":\"1\"", "\"job\":\"job_");
    }

    @Test
    @Order(11)
    void aTextIsReadAloudOverASilentClip() throws Exception {
        Path silent = script().folder().resolve("silent.mp4");
        ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x180:duration=3", silent.toString());
        Ended made =
                script().run("make", silent.toString(), "--rights", "owned", "--say", "Nobody told me that.", "--json");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.line()).contains("\"warnings\":[]");
        assertShort(script().folder().resolve("silent-short.mp4"), 3.0);
        Ended refused = script().run("make", silent.toString(), "--rights", "owned", "--say", "Hi.", "--voice", "x/y");
        assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.REFUSED.code());
        assertThat(refused.err()).contains("There is no such voice");
    }

    @Test
    @Order(12)
    void pausesAreFoundByTheWorkerAndCutByTheServer() throws Exception {
        Path talk = script().folder().resolve("talk.mp4");
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=320x180:duration=6",
                "-f",
                "lavfi",
                "-i",
                "aevalsrc='if(between(t,2,4),0,0.2*sin(2000*t))':d=6",
                talk.toString());
        Ended made = script().run("make", talk.toString(), "--rights", "owned", "--set", "source.pauses={}", "--json");
        assertThat(made.code()).as(made.err()).isZero();
        MediaFacts facts = Eye.open().decode(script().folder().resolve("talk-short.mp4"));
        assertThat(Objects.requireNonNull(facts.duration()).toMillis() / 1e3).isCloseTo(4.2, within(0.15));
    }

    private static void ffmpeg(String... arguments) throws Exception {
        Ffmpeg ffmpeg = Eye.find();
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (ffmpeg.libraries() != null) {
            builder.environment().put("LD_LIBRARY_PATH", ffmpeg.libraries().toString());
        }
        assertThat(builder.start().waitFor()).isZero();
    }

    private static void assertShort(Path file, double seconds) throws InterruptedException {
        MediaFacts facts = Eye.open().decode(file);
        assertThat(facts.width()).isEqualTo(1080);
        assertThat(facts.height()).isEqualTo(1920);
        assertThat(facts.hasAudio()).isTrue();
        assertThat(Objects.requireNonNull(facts.duration()).toMillis() / 1e3)
                .isCloseTo(seconds, within(1 / 30.0 + 0.001));
    }

    private static Collector collector() {
        return Objects.requireNonNull(collector);
    }

    private static Script script() {
        return new Script(Objects.requireNonNull(folder));
    }
}
