package io.viralforge.cli;

import io.viralforge.recipe.Analysis;
import io.viralforge.recipe.Moment;
import io.viralforge.recipe.Moments;
import io.viralforge.worker.model.Models;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What of a long video could stand by itself. */
@CommandLine.Command(
        name = "clips",
        description =
                "Looks at a long video, listens to it and lists the moments that could be shorts, the best first, with reasons.",
        footer = {
            "",
            "Needs no server. Words are heard where ./forge models was run; else pauses stand for ends of sentences.",
            "",
            "  ./forge clips talk.mp4",
            "  ./forge make talk.mp4 --set source.from=PT75S --set source.to=PT110S"
        })
final class ClipsCommand extends Command {
    @Parameters(paramLabel = "FILE", description = "The video.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Say it as one line of JSON.")
    private boolean isJson;

    @Override
    Exit run() throws Exception {
        ShortMaker.checkClip(file);
        Analysis analysis;
        try (Progress bar = Progress.ofPercent(terminal(), "Looking and listening")) {
            analysis = Eye.open().analyze(file, share -> bar.to(Math.round(100 * share)));
        }
        if (analysis.words() == null) {
            terminal().note("Nobody listened for words: the model for it is " + Models.UNAVAILABLE + ".");
        }
        List<Moment> moments = Moments.of(analysis);
        if (isJson) {
            terminal().raw(JsonLine.of(json(analysis, moments)));
        } else {
            tell(analysis, moments);
        }
        return Exit.DONE;
    }

    private void tell(Analysis analysis, List<Moment> moments) {
        if (analysis.seconds() < Moments.LEAST) {
            terminal()
                    .result("It lasts %.0f s: what is shorter than %.0f s is a moment by itself."
                            .formatted(analysis.seconds(), Moments.LEAST));
        } else if (moments.isEmpty()) {
            terminal().result("No part of it could stand by itself: somebody talks on and on.");
        } else {
            terminal().result("     from     to       score  hook");
        }
        for (int i = 0; i < moments.size(); i++) {
            tell(i + 1, moments.get(i));
        }
    }

    private void tell(int rank, Moment moment) {
        terminal()
                .result(String.format(
                        Locale.ROOT,
                        " %2d  %s  %s  @|bold %5.1f|@  %4.0f",
                        rank,
                        time(moment.from()),
                        time(moment.to()),
                        moment.score(),
                        moment.hook()));
        moment.reasons()
                .forEach(reason -> terminal()
                        .result(String.format(
                                Locale.ROOT,
                                "     %4.1f of %2.0f  %s",
                                reason.points(),
                                reason.most(),
                                reason.text())));
        if (!moment.text().isEmpty()) {
            terminal().raw("     “" + moment.text() + "”");
        }
    }

    private static String time(double seconds) {
        long tenths = Math.round(seconds * 10);
        return "%02d:%02d.%d".formatted(tenths / 600, tenths / 10 % 60, tenths % 10);
    }

    private static Map<String, @Nullable Object> json(Analysis analysis, List<Moment> moments) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("seconds", analysis.seconds());
        line.put("isTooShort", analysis.seconds() < Moments.LEAST);
        line.put("isHeard", analysis.words() != null);
        line.put("scenes", analysis.scenes().size());
        line.put("moments", moments.stream().map(ClipsCommand::json).toList());
        return line;
    }

    private static Map<String, @Nullable Object> json(Moment moment) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("from", moment.from());
        object.put("to", moment.to());
        object.put("score", moment.score());
        object.put("hook", moment.hook());
        object.put("text", moment.text());
        object.put(
                "reasons",
                moment.reasons().stream()
                        .map(reason -> Map.of(
                                "kind", reason.kind(),
                                "points", reason.points(),
                                "most", reason.most(),
                                "text", reason.text()))
                        .toList());
        return object;
    }
}
