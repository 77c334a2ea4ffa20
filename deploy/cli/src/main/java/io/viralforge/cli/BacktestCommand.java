package io.viralforge.cli;

import io.viralforge.forecast.Backtest;
import io.viralforge.forecast.Judgement;
import io.viralforge.forecast.Judgement.Method;
import io.viralforge.forecast.Judgement.Population;
import io.viralforge.forecast.Report;
import io.viralforge.forecast.Terms;
import io.viralforge.forecast.UnreadableSightingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays months of sightings and says how good the forecasts would have been; needs no server. */
@CommandLine.Command(
        name = "backtest",
        description = "Replays sightings without looking ahead and judges the forecasts against simple rules.",
        footer = {
            "",
            "OBSERVATIONS has a header with video_id (or item), fetched_at and views and, where there are any, published_at, country, channel_id, category_id, duration, likes, comments and rank. Three days from daily sightings are usual; six hours from hourly ones:",
            "",
            "  ./forge backtest trending.csv.gz --report backtest.html",
            "  ./forge backtest stories.csv --horizon PT6H --lag PT1H"
        })
final class BacktestCommand extends Command {
    @Parameters(index = "0", paramLabel = "OBSERVATIONS", description = "Sightings, as .csv or .csv.gz.")
    private Path observations = Path.of("");

    @Option(
            names = "--horizon",
            paramLabel = "LENGTH",
            defaultValue = "PT72H",
            description = "How far ahead, as ISO 8601 has it (default: PT72H).")
    private Duration horizon = Terms.DAILY.horizon();

    @Option(
            names = "--lag",
            paramLabel = "LENGTH",
            defaultValue = "PT24H",
            description = "The time between two sightings of an item (default: PT24H).")
    private Duration lag = Terms.DAILY.lag();

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "Judge from this day on, as 2026-02-01; what was before only teaches.")
    private @Nullable LocalDate from;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write every forecast: cohort,item,predicted_gain,p10,p90.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a page of HTML with the plots.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Say what came of it as one line of JSON on standard output.")
    private boolean isJson;

    @Override
    Exit run() throws IOException, InterruptedException {
        Backtest backtest = new Backtest(terms(), from);
        checkFiles();
        Backtest.Result result;
        try (Predictions out = Predictions.into(predictions);
                BacktestView view = new BacktestView(terminal(), observations, out);
                InputStream in = view.counted(Files.newInputStream(observations))) {
            result = backtest.run(in, view);
            out.keep();
        } catch (UnreadableSightingsException e) {
            throw new Failure(Exit.REFUSED, observations + " cannot be read as sightings. " + e.getMessage(), e);
        }
        if (report != null) {
            Files.writeString(report, Report.html(result));
            terminal().note("Report: " + report);
        }
        if (isJson) {
            terminal().raw(JsonLine.of(json(result)));
        } else {
            tell(result.judgement());
        }
        return Exit.DONE;
    }

    private Terms terms() {
        try {
            return new Terms(horizon, lag);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE, "--horizon " + horizon + " from --lag " + lag + ": " + e.getMessage() + ".", e);
        }
    }

    private void checkFiles() {
        if (!Files.isRegularFile(observations)) {
            throw new Failure(Exit.USAGE, "There is no file " + observations + ".");
        } else if (!Files.isReadable(observations)) {
            throw new Failure(Exit.USAGE, observations + " may not be read by this user.");
        }
        for (Path out : new Path[] {predictions, report}) {
            if (out != null && Files.isDirectory(out)) {
                throw new Failure(Exit.USAGE, out + " is a folder. Name a file.");
            } else if (out != null && !Files.isDirectory(out.toAbsolutePath().resolveSibling(""))) {
                throw new Failure(Exit.USAGE, "There is no folder for " + out + ".");
            }
        }
    }

    private void tell(Judgement judged) {
        if (judged.all().cohorts().isEmpty()) {
            terminal()
                    .warn("There is nothing to judge: that takes a cohort of ten items whose truth is known, and eight"
                            + " before it. Are --horizon and --lag those of this file?");
            return;
        }
        terminal().raw(line("", "NDCG@20 new", "all", "Spearman new", "all"));
        for (Method method : Method.values()) {
            terminal()
                    .raw(line(
                            method.words(),
                            figure(judged.entrants().ndcg(method)),
                            figure(judged.all().ndcg(method)),
                            figure(judged.entrants().spearman(method)),
                            figure(judged.all().spearman(method))));
        }
        terminal().raw("");
        terminal().raw(line("80 % interval", "inside new", "all", "score new", "all"));
        terminal()
                .raw(line(
                        "forecast",
                        percent(judged.entrants()),
                        percent(judged.all()),
                        figure(judged.entrants().intervalScore()),
                        figure(judged.all().intervalScore())));
    }

    private static Map<String, @Nullable Object> json(Backtest.Result result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rows", result.rows());
        json.put("forecasts", result.forecasts());
        json.put("new", json(result.judgement().entrants()));
        json.put("all", json(result.judgement().all()));
        json.put("brier", finite(result.judgement().chances().brier()));
        json.put("surges", result.surges());
        json.put("steps", result.steps());
        return json;
    }

    private static Map<String, @Nullable Object> json(Population population) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cohorts", population.cohorts().size());
        json.put("truths", population.truths());
        for (Method method : Method.values()) {
            Map<String, @Nullable Object> figures = new LinkedHashMap<>();
            figures.put("ndcg20", finite(population.ndcg(method)));
            figures.put("spearman", finite(population.spearman(method)));
            json.put(method.words(), figures);
        }
        json.put("coverage80", finite(population.coverage()));
        json.put("intervalScore", finite(population.intervalScore()));
        return json;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String line(String first, String... rest) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", first));
        for (String cell : rest) {
            line.append(String.format(Locale.ROOT, "%14s", cell));
        }
        return line.toString();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String percent(Population population) {
        double share = population.coverage();
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
