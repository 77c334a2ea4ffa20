package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

final class BacktestCommandTest {
    private static final int DAYS = 24;
    private static final int ITEMS = 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void sightingsAreReplayedAndJudgedAgainstTheRules() throws Exception {
        Path predictions = folder.resolve("predictions.csv");
        Path report = folder.resolve("report.html");
        assertThat(run(sightings().toString(), "--predictions=" + predictions, "--report=" + report))
                .isEqualTo(Exit.DONE.code());
        assertThat(text(out)).contains("forecast", "velocity x age decay", "80 % interval");
        assertThat(report).content().startsWith("<!doctype html>").contains("<svg");
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines.getFirst()).isEqualTo("cohort,item,predicted_gain,p10,p90");
        assertThat(lines.get(1)).matches("2026-03-02,\"a \"\"clip\"\", 0-0\",[0-9.]+,[0-9.]+,[0-9.]+");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatCountsBeginsWhereOneSays() throws Exception {
        Path predictions = folder.resolve("predictions.csv");
        assertThat(run(sightings().toString(), "--from=2026-03-12", "--predictions=" + predictions, "--json"))
                .isEqualTo(Exit.DONE.code());
        assertThat(Files.readAllLines(predictions).get(1)).startsWith("2026-03-12,");
        assertThat(text(out))
                .startsWith("{\"rows\":")
                .contains("\"coverage80\":")
                .hasLineCount(1);
    }

    @Test
    void aFileOfWhichNothingCanBeJudgedIsNoFailure() throws Exception {
        Path file = Files.writeString(folder.resolve("few.csv"), "item,fetched_at,views\na,2026-03-01T00:00:00Z,5\n");
        assertThat(run(file.toString())).isEqualTo(Exit.DONE.code());
        assertThat(text(err)).contains("There is nothing to judge");
    }

    @Test
    void aBrokenFileIsToldWithItsLineAndLeavesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("x.csv"), "item,fetched_at,views\na,yesterday,5\n");
        assertThat(run(file.toString(), "--predictions=" + folder.resolve("p.csv")))
                .isEqualTo(Exit.REFUSED.code());
        assertThat(text(err))
                .contains(file + " cannot be read as sightings. Line 2: 'yesterday' in fetched_at is no time.");
        assertThat(folder).isDirectoryNotContaining("glob:**p.csv*");
    }

    @ParameterizedTest
    @CsvSource({
        "--horizon=PT1H, a horizon goes from one lag to 60 days",
        "--lag=PT1S, a lag goes from a minute to 7 days",
        "--horizon=soon, Invalid value for option '--horizon'",
        "--from=then, Invalid value for option '--from'",
        "--report=/nowhere/at/all.html, There is no folder for /nowhere/at/all.html",
        "--predictions=/, is a folder. Name a file.",
    })
    void whatIsMistypedIsSaidBeforeAnythingIsRead(String option, String sentence) throws Exception {
        assertThat(run(sightings().toString(), option)).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).contains(sentence).hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        assertThat(run("/nowhere.csv")).isEqualTo(Exit.USAGE.code());
        assertThat(text(err)).isEqualTo("forge: There is no file /nowhere.csv.\n");
    }

    private Path sightings() throws Exception {
        StringBuilder csv = new StringBuilder("video_id,fetched_at,published_at,views\n");
        Instant begin = Instant.parse("2026-03-01T02:00:00Z");
        for (int born = 0; born < DAYS; born++) {
            for (int item = 0; item < ITEMS; item++) {
                for (int age = 0; age < 7 && born + age < DAYS; age++) {
                    csv.append(String.format(
                            Locale.ROOT,
                            "\"a \"\"clip\"\", %d-%d\",%s,%s,%d%n",
                            born,
                            item,
                            begin.plus(born + age, ChronoUnit.DAYS),
                            begin.plus(born, ChronoUnit.DAYS).minus(item, ChronoUnit.HOURS),
                            Math.round(1_000 * (item + 1) * (2 - Math.pow(.3 + .02 * item, age)))));
                }
            }
        }
        return Files.writeString(folder.resolve("sightings.csv"), csv);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "backtest";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream aside = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Forge.execute(new Terminal(to, aside, Ansi.OFF, Ansi.OFF, false, false, 80), all);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }
}
