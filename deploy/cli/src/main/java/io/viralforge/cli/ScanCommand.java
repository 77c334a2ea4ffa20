package io.viralforge.cli;

import io.viralforge.client.EventStream;
import io.viralforge.types.TrendSearchInput;
import io.viralforge.types.TrendSearchState;
import io.viralforge.types.cli.TrendSearch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the networks what people look at, now. */
@CommandLine.Command(
        name = "scan",
        description = "Asks the networks what people look at under some keywords, and shows what rises fastest.",
        footer = {
            "",
            "Uses the server that runs in the data folder, else starts one and stops it afterwards. Nothing is kept. What the networks count cannot be compared between them: the table takes from each in turn. See docs/sources.md.",
            "",
            "  ./forge scan \"AI tools\"",
            "  ./forge scan gardening \"raised beds\" --source hacker-news,lemmy",
            "  ./forge scan news --feed https://example.org/feed.xml --language de"
        })
final class ScanCommand extends Command {
    private static final int COLUMNS_BEFORE_TITLE = 42;
    private static final int SHORTEST_TITLE = 30;

    @Parameters(arity = "1..5", paramLabel = "KEYWORD", description = "1 to 5 words or phrases; any of them may match.")
    private List<String> keywords = List.of();

    @Option(
            names = "--source",
            split = ",",
            paramLabel = "ID",
            description = "Ask these networks only. Without it, all.")
    private @Nullable List<String> sources;

    @Option(names = "--language", split = ",", paramLabel = "CODE", description = "Such as en; at most 3.")
    private List<String> languages = List.of();

    @Option(names = "--region", split = ",", paramLabel = "CODE", description = "Such as US; at most 3.")
    private List<String> regions = List.of();

    @Option(
            names = "--feed",
            paramLabel = "URL",
            description = "An RSS or Atom feed to look through as well; at most 10.")
    private List<URI> feeds = List.of();

    @Option(
            names = "--since",
            paramLabel = "LENGTH",
            defaultValue = "P7D",
            description = "How far back, as ISO 8601: P7D by default, at most P365D.")
    private Duration since = Duration.ofDays(7);

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many rows to show; 20 by default.")
    private int limit;

    @Option(names = "--json", description = "Say everything that was found as one line of JSON.")
    private boolean isJson;

    @Mixin
    private DataFolder folder = new DataFolder();

    /** One thing that was found, with its place among those of its network, from 0. */
    record Row(int place, TrendSearch.TrendSearchAnswer from, TrendSearch.TrendFound found) {}

    @Override
    Exit run() throws Exception {
        if (limit < 1) {
            throw new Failure(Exit.USAGE, "--limit must be 1 or more.");
        }
        return folder.send(this::scan, terminal());
    }

    private Exit scan(LocalApi api) throws InterruptedException {
        List<TrendSearch.TrendSearchAnswer> answers = new ArrayList<>();
        try (EventStream<TrendSearch.Data> stream = api.client().subscribe(new TrendSearch(input()))) {
            for (TrendSearch.Data event = stream.next(); event != null; event = stream.next()) {
                answers.add(event.trendSearch());
                tell(event.trendSearch());
            }
        }
        List<Row> rows = rows(answers);
        if (isJson) {
            terminal()
                    .raw(JsonLine.of(Map.of(
                            "answers", answers.stream().map(ScanCommand::json).toList())));
        } else {
            table(rows);
        }
        boolean isAnswered = answers.stream().anyMatch(answer -> answer.state() == TrendSearchState.SEEN);
        return isAnswered ? Exit.DONE : Exit.FAILED;
    }

    private TrendSearchInput input() {
        return new TrendSearchInput(keywords)
                .sources(sources)
                .languages(languages)
                .regions(regions)
                .feeds(feeds.stream().map(URI::toString).toList())
                .since(since.toString());
    }

    private void tell(TrendSearch.TrendSearchAnswer answer) {
        String said = switch (answer.state()) {
            case SEEN -> answer.found().isEmpty() ? "nothing" : answer.found().size() + " found";
            default -> String.valueOf(answer.message());
        };
        terminal().note(String.format(Locale.ROOT, "  %-18s ", answer.sourceName()) + said);
    }

    /** The first of each network, then the second of each, and so on. */
    static List<Row> rows(List<TrendSearch.TrendSearchAnswer> answers) {
        List<Row> rows = new ArrayList<>();
        for (TrendSearch.TrendSearchAnswer answer : answers) {
            for (int i = 0; i < answer.found().size(); i++) {
                rows.add(new Row(i, answer, answer.found().get(i)));
            }
        }
        rows.sort(Comparator.comparingInt(Row::place)
                .thenComparing(row -> row.from().sourceName()));
        return rows;
    }

    private void table(List<Row> rows) {
        if (rows.isEmpty()) {
            terminal().result("Nothing was found.");
            return;
        }
        int width = Math.max(SHORTEST_TITLE, terminal().columns() - COLUMNS_BEFORE_TITLE);
        terminal().raw(String.format(Locale.ROOT, "%-18s %10s %10s  %s", "network", "interest", "per hour", "title"));
        for (Row row : rows.subList(0, Math.min(limit, rows.size()))) {
            terminal()
                    .raw(String.format(
                            Locale.ROOT,
                            "%-18s %10s %10s  %s",
                            row.from().sourceName(),
                            row.found().interest() == null ? "" : row.found().interest(),
                            row.found().pace() == null
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%.1f", row.found().pace()),
                            cut(row.found().title(), width)));
        }
        if (rows.size() > limit) {
            terminal().note((rows.size() - limit) + " more; --limit shows more, --json all with their addresses.");
        }
    }

    private static String cut(String title, int width) {
        return title.codePointCount(0, title.length()) <= width
                ? title
                : title.substring(0, title.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static Map<String, @Nullable Object> json(TrendSearch.TrendSearchAnswer answer) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("source", answer.sourceId());
        line.put("state", answer.state());
        line.put("message", answer.message());
        line.put("found", answer.found().stream().map(ScanCommand::json).toList());
        return line;
    }

    private static Map<String, @Nullable Object> json(TrendSearch.TrendFound found) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("title", found.title());
        line.put("url", found.url());
        line.put("creator", found.creator());
        line.put("publishedAt", found.publishedAt());
        line.put("interest", found.interest());
        line.put("pace", found.pace());
        line.put("rank", found.rank());
        return line;
    }
}
