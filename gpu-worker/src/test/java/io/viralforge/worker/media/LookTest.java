package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.recipe.FilterKind;
import io.viralforge.recipe.InterruptKind;
import io.viralforge.recipe.Interrupts;
import io.viralforge.recipe.MotionKind;
import io.viralforge.worker.media.Pictures.Pixel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters, movements, interrupts, inserts, bars and cards, by the pictures that come out. */
class LookTest {
    private static final Path BIKES = SharedData.real("sk-bikes.mp4");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FilterKind.class)
    void everyFilterChangesThePictureMoreTheStrongerItIsAndTheSameWayTwice(FilterKind kind) throws Exception {
        Path plain = render("plain", Map.of());
        Path weak = render("weak", Map.of("filters", List.of(Map.of("kind", kind, "strength", 0.2))));
        Path strong = render("strong", Map.of("filters", List.of(Map.of("kind", kind, "strength", 1.0))));

        double little = changed(plain, weak);
        double much = changed(plain, strong);
        assertThat(little).isGreaterThan(0.2);
        assertThat(much).isGreaterThan(little * 1.2).isGreaterThan(1);
        Path again = render("again", Map.of("filters", List.of(Map.of("kind", kind, "strength", 1.0))));
        assertThat(Files.mismatch(strong, again)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(value = MotionKind.class, mode = EnumSource.Mode.EXCLUDE, names = "STILL")
    void theCameraMovesSmoothlyAndShowsNothingBesideThePicture(MotionKind kind) throws Exception {
        Path source = framed();
        var input = new HashMap<String, Object>(Map.of("source", Recipes.part(0, 2)));
        input.put("motion", Map.of("kind", kind, "amount", 1.3));
        Path video = render(source, "moved", input);
        Path plain = render(source, "plain", Map.of("source", Recipes.part(0, 2)));

        // Where white ends on the left: the frame's border goes out of sight as the camera comes closer.
        assertThat(frame(video, 30)).isNotEqualTo(frame(plain, 30));
        assertThat(TestFfmpeg.probe(video, "stream=nb_read_frames")).contains("nb_read_frames=60");
        for (long frame : List.of(0L, 15L, 30L, 45L, 59L)) {
            assertThat(Pictures.area(video, frame, 0, 0, 270, 480))
                    .as("frame " + frame)
                    .matches(p -> p.green() > 60);
        }
    }

    @Test
    void interruptsComeBySeedAndLeaveTheRestAlone() throws Exception {
        var twoSeconds = new Interrupts(List.of(InterruptKind.values()), Duration.ofSeconds(2), 3);
        List<Interruption> schedule = Interruption.of(twoSeconds, 30, 600);
        assertThat(schedule).isEqualTo(Interruption.of(twoSeconds, 30, 600)).hasSizeBetween(7, 13);
        assertThat(schedule)
                .isNotEqualTo(Interruption.of(new Interrupts(twoSeconds.kinds(), twoSeconds.every(), 4), 30, 600));
        assertThat(schedule.stream().map(Interruption::kind).distinct()).hasSize(5);
        for (int i = 1; i < schedule.size(); i++) {
            assertThat(schedule.get(i).from())
                    .isGreaterThanOrEqualTo(schedule.get(i - 1).to());
        }
        assertThat(Interruption.of(
                        new Interrupts(List.of(InterruptKind.FLASH), Duration.ofSeconds(1), 1), 60, 9_999_999))
                .hasSize(Interrupts.MOST);
    }

    @ParameterizedTest
    @EnumSource(InterruptKind.class)
    void anInterruptIsSeenWhereItIsAndNowhereElse(InterruptKind kind) throws Exception {
        var interrupts = Map.<String, Object>of("kinds", List.of(kind), "every", "PT1S", "seed", 5);
        Path plain = render("plain", Map.of("source", Recipes.part(0, 4)));
        Path video = render("interrupted", Map.of("source", Recipes.part(0, 4), "interrupts", interrupts));
        List<Interruption> schedule = Interruption.of(new Interrupts(List.of(kind), Duration.ofSeconds(1), 5), 30, 120);

        assertThat(schedule).isNotEmpty();
        assertThat(TestFfmpeg.probe(video, "stream=nb_read_frames")).contains("nb_read_frames=120");
        Interruption first = schedule.getFirst();
        assertThat(difference(plain, video, first.from() - 3)).isLessThan(2);
        assertThat(difference(plain, video, first.to() + 3)).isLessThan(2);
        double most = 0;
        for (long frame = first.from(); frame < first.to(); frame++) {
            most = Math.max(most, difference(plain, video, frame));
        }
        assertThat(most).isGreaterThan(3);
    }

    @Test
    void insertsBarAndCardsStandWhereAndWhenTheyAreAskedFor() throws Exception {
        Path base = color("black", 6);
        Path red = color("red", 6);
        var shot = Map.of("assetId", "base", "to", "PT6S");
        var cutaway = Map.of("assetId", "red", "at", "PT1S", "duration", "PT1S");
        var corner = Map.of("assetId", "red", "at", "PT3S", "duration", "PT1S", "corner", "TOP_LEFT", "size", 400);
        var recipe = Recipes.of(Map.of(
                "canvas", Recipes.SMALL,
                "shots", List.of(shot),
                "inserts", List.of(cutaway, corner),
                "progressBar", Map.of("color", "#00FF00", "height", 20),
                "endCard", Map.of("text", "Follow", "duration", "PT1S")));
        Path video = Renders.rendered(recipe, List.of(base, red), folder.resolve("out"))
                .video();

        Pixel isRed = new Pixel(255, 0, 0);
        assertThat(Pictures.area(video, 29, 100, 200, 40, 40)).matches(p -> p.red() < 20);
        assertThat(Pictures.area(video, 30, 100, 200, 40, 40)).matches(p -> p.isNear(isRed, 20));
        assertThat(Pictures.area(video, 59, 100, 200, 40, 40)).matches(p -> p.isNear(isRed, 20));
        assertThat(Pictures.area(video, 60, 100, 200, 40, 40)).matches(p -> p.red() < 20);
        assertThat(Pictures.area(video, 100, 30, 30, 20, 20)).matches(p -> p.isNear(isRed, 20));
        assertThat(Pictures.area(video, 100, 200, 300, 20, 20)).matches(p -> p.red() < 20);
        assertThat(Pictures.area(video, 90, 60, 472, 60, 6)).as("half way").matches(p -> p.green() > 200);
        assertThat(Pictures.area(video, 90, 150, 472, 100, 6)).as("half way").matches(p -> p.green() < 40);
        assertThat(Pictures.area(video, 179, 200, 472, 60, 6)).as("at the end").matches(p -> p.green() > 200);
        assertThat(Pictures.area(video, 140, 80, 190, 110, 50)).matches(p -> p.blue() < 3);
        assertThat(Pictures.area(video, 170, 80, 190, 110, 50))
                .as("white words")
                .matches(p -> p.blue() > 15);
    }

    @Test
    void theLargestRecipeCanBeStarted() throws Exception {
        Path source = color("blue", 9);
        var shot = Map.of("assetId", "a", "from", "PT5S", "to", "PT6.5S");
        var recipe = Recipes.of(Map.of(
                "canvas", Map.of("width", 64, "height", 96, "frameRate", 10),
                "shots", Collections.nCopies(60, shot),
                "fit", Map.of("blur", Map.of()),
                "motion", Map.of("kind", "BREATHE"),
                "inserts", Collections.nCopies(8, Map.of("assetId", "a", "at", "PT9S", "corner", "TOP_LEFT")),
                "interrupts", Map.of("kinds", List.of("SHAKE"), "every", "PT1S")));
        Path video =
                Renders.rendered(recipe, List.of(source), folder.resolve("out")).video();
        assertThat(TestFfmpeg.probe(video, "stream=nb_read_frames")).contains("nb_read_frames=900");
        assertThat(Files.size(folder.resolve("out/graph.txt")))
                .as("more than fits into an argument")
                .isGreaterThan(128 << 10);
    }

    @Test
    void aTableThatTurnsColoursRoundIsAppliedToEachOfThem() throws Exception {
        Path table = folder.resolve("hald.png");
        TestFfmpeg.ffmpeg(
                "-f", "lavfi", "-i", "haldclutsrc=6", "-frames:v", "1", "-vf", "negate,format=rgb24", table.toString());
        Path red = color("red", 1);
        var input = new HashMap<String, Object>(Map.of("canvas", Recipes.SMALL));
        input.put("source", Map.of("assetId", "a"));
        input.put("lut", Map.of("assetId", "table"));
        Path video = Renders.rendered(Recipes.of(input), List.of(red, table), folder.resolve("out"))
                .video();
        assertThat(Pictures.area(video, 10, 100, 200, 40, 40)).matches(p -> p.isNear(new Pixel(0, 255, 255), 12));
    }

    private Path render(String name, Map<String, Object> fields) throws Exception {
        return render(BIKES, name, fields);
    }

    private Path render(Path source, String name, Map<String, Object> fields) throws Exception {
        var all = new HashMap<String, Object>(Map.of("source", Recipes.part(1, 2)));
        all.putAll(fields);
        return Renders.rendered(Recipes.small(all), List.of(source), folder.resolve(name))
                .video();
    }

    private static double changed(Path one, Path other) {
        var differences = new ArrayList<Double>();
        for (long frame : List.of(2L, 8L, 14L, 20L, 26L)) {
            differences.add(difference(one, other, frame));
        }
        return differences.stream().mapToDouble(d -> d).max().orElseThrow();
    }

    private static double difference(Path one, Path other, long frame) {
        return Pictures.difference(frame(one, frame), frame(other, frame));
    }

    private static byte[] frame(Path video, long frame) {
        return Pictures.frame(video, frame, "null", "null");
    }

    /** Green with a white border. */
    private Path framed() {
        Path file = folder.resolve("framed.mp4");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=green:s=270x480:r=30:d=3,drawbox=x=0:y=0:w=iw:h=ih:color=white:t=12",
                "-c:v",
                "libx264",
                file.toString());
        return file;
    }

    private Path color(String color, int seconds) {
        Path file = folder.resolve(color + ".mp4");
        String source = "color=c=%s:s=320x480:r=30:d=%d".formatted(color, seconds);
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", source, "-c:v", "libx264", file.toString());
        return file;
    }
}
