package io.viralforge.forecast;

import io.viralforge.forecast.Judgement.Cohort;
import io.viralforge.forecast.Judgement.Method;
import io.viralforge.forecast.Judgement.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A back-test for people: one page of HTML that needs nothing else, light or dark as they have it. */
public final class Report {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ground:#fff;--ink:#1c2430;--soft:#5d6875;--line:#d9dee5;--band:#eaf3ec;
              --forecast:#1f5fd0;--rule:#b85c00;--pace:#7d8794}
            @media(prefers-color-scheme:dark){:root{--ground:#12161c;--ink:#e6eaf0;--soft:#9aa5b3;--line:#2c343f;
              --band:#18291e;--forecast:#7fb0ff;--rule:#f0a45a;--pace:#8b95a2}}
            body{background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;max-width:60rem;
              margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2.2rem}p,figcaption{color:var(--soft)}
            figure{margin:1rem 0;overflow-x:auto}svg{max-width:100%;height:auto}
            .pair{display:flex;flex-wrap:wrap;gap:1rem}.pair figure{flex:1 1 20rem;margin:0}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            td,th{padding:.2rem .9rem .2rem 0;text-align:right;border-bottom:1px solid var(--line);font-weight:400}
            td:first-child,th:first-child{text-align:left}thead th{color:var(--soft)}
            .forecast{color:var(--forecast)}.rule{color:var(--rule)}.pace{color:var(--pace)}
            """;

    private final Backtest.Result result;
    private final Judgement judged;
    private final StringBuilder page = new StringBuilder();

    private Report(Backtest.Result result) {
        this.result = result;
        this.judged = result.judgement();
    }

    /** The page. Nothing in it comes from the sightings but figures and dates. */
    public static String html(Backtest.Result result) {
        return new Report(result).write();
    }

    private String write() {
        page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Back-test</title><style>")
                .append(STYLE)
                .append("</style>\n");
        head();
        if (judged.all().cohorts().isEmpty()) {
            say("There is no cohort to judge: there must be ten items with a truth in one, and eight cohorts before.");
            return page.toString();
        }
        table();
        heading("Order, day by day");
        say("NDCG@20 of each cohort, the mean of a week. "
                + "<span class=forecast>Forecast</span>, <span class=rule>velocity × age decay</span>, "
                + "<span class=pace>velocity</span>.");
        figure("All items", byDay(judged.all()));
        if (!judged.entrants().cohorts().isEmpty()) {
            figure("New entrants (their first two sightings)", byDay(judged.entrants()));
        }
        heading("Intervals, month by month");
        say("How many truths lay inside their 80 % interval. The band is 76 to 84 %.");
        coverage();
        heading("Score");
        say("Of items that were given a chance to end in their cohort's top tenth, how many did. On the diagonal a "
                + "chance means what it says; the larger a dot, the more items. To the right the same for velocity × age "
                + "decay, its standings read in the same way: what it lacks are items of whom it is sure.");
        page.append("<div class=pair>");
        figure("Forecast: Brier score " + figure(judged.chances().brier()), reliability(judged.chances(), "forecast"));
        figure(
                "Rule: Brier score " + figure(judged.rulesChances().brier()),
                reliability(judged.rulesChances(), "rule"));
        page.append("</div>");
        return page.toString();
    }

    private void head() {
        page.append("<h1>Back-test</h1>");
        say(text(
                "%,d sightings, %,d forecasts %s ahead from sightings %s apart, each by what was known before its cohort. "
                        + "%,d of them have a truth and are judged; items that vanished before it have none, for every "
                        + "method alike. Surges: %d in %,d steps (%.1f a thousand).",
                result.rows(),
                result.forecasts(),
                words(judged.terms().horizon()),
                words(judged.terms().lag()),
                judged.all().truths(),
                result.surges(),
                result.steps(),
                1000.0 * result.surges() / Math.max(1, result.steps())));
    }

    private void table() {
        page.append("<table><thead><tr><th>method<th>NDCG@20 new<th>all<th>Spearman new<th>all<tbody>");
        for (Method method : Method.values()) {
            row(
                    method.words(),
                    figure(judged.entrants().ndcg(method)),
                    figure(judged.all().ndcg(method)),
                    figure(judged.entrants().spearman(method)),
                    figure(judged.all().spearman(method)));
        }
        page.append("</table><p><table><thead><tr><th>80 % interval<th>inside<th>score (lower is better)<tbody>");
        row(
                "new",
                percent(judged.entrants().coverage()),
                figure(judged.entrants().intervalScore()));
        row("all", percent(judged.all().coverage()), figure(judged.all().intervalScore()));
        page.append("</table>");
    }

    private String byDay(Population population) {
        List<Cohort> cohorts = population.cohorts();
        Plot plot = new Plot(860, 240, new Plot.Range(0, Math.max(1, cohorts.size() - 1)), new Plot.Range(.7, 1));
        for (double level : new double[] {.7, .8, .9, 1}) {
            plot.across(level, figure(level).substring(0, 3));
        }
        Map<String, Integer> months = new TreeMap<>();
        for (int i = 0; i < cohorts.size(); i++) {
            months.putIfAbsent(cohorts.get(i).month(), i);
        }
        months.forEach((month, at) -> plot.below(at, month));
        for (Method method : List.of(Method.PACE, Method.RULE, Method.FORECAST)) {
            plot.line(smooth(cohorts, method), "var(--" + method.name().toLowerCase(Locale.ROOT) + ")");
        }
        return plot.svg();
    }

    /** Means of seven. */
    private static List<double[]> smooth(List<Cohort> cohorts, Method method) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < cohorts.size(); i++) {
            List<Cohort> week = cohorts.subList(Math.max(0, i - 3), Math.min(cohorts.size(), i + 4));
            points.add(new double[] {i, new Population(week).ndcg(method)});
        }
        return points;
    }

    private void coverage() {
        Map<String, Population> all = judged.all().byMonth();
        Map<String, Population> entrants = judged.entrants().byMonth();
        page.append("<table><thead><tr><th>month<th>new<th>all<th>score new<th>all<tbody>");
        Plot plot = new Plot(860, 200, new Plot.Range(-.5, all.size() - .5), new Plot.Range(.6, 1));
        plot.band(.76, .84);
        for (double level : new double[] {.6, .7, .8, .9, 1}) {
            plot.across(level, percent(level).replaceFirst("\\.0", ""));
        }
        int at = 0;
        for (Map.Entry<String, Population> month : all.entrySet()) {
            plot.below(at, month.getKey());
            Population ofNew = entrants.getOrDefault(month.getKey(), new Population(List.of()));
            row(
                    month.getKey(),
                    percent(ofNew.coverage()),
                    percent(month.getValue().coverage()),
                    figure(ofNew.intervalScore()),
                    figure(month.getValue().intervalScore()));
            plot.dot(at - .05, ofNew.coverage(), 5, "var(--rule)");
            plot.dot(at++ + .05, month.getValue().coverage(), 5, "var(--forecast)");
        }
        page.append("</table>");
        figure("<span class=forecast>All items</span>, <span class=rule>new entrants</span>", plot.svg());
    }

    private static String reliability(Judgement.Reliability chances, String color) {
        Plot plot = new Plot(400, 340, new Plot.Range(0, 1), new Plot.Range(0, 1));
        for (double level : new double[] {0, .25, .5, .75, 1}) {
            plot.across(level, Math.round(100 * level) + " %");
            plot.below(level, Math.round(100 * level) + " %");
        }
        plot.line(List.of(new double[] {0, 0}, new double[] {1, 1}), "var(--line)");
        plot.line(
                chances.bins().stream()
                        .map(bin -> new double[] {bin.chance(), bin.share()})
                        .toList(),
                "var(--" + color + ")");
        for (Judgement.Bin bin : chances.bins()) {
            plot.dot(bin.chance(), bin.share(), 2 + Math.log10(bin.truths()), "var(--" + color + ")");
        }
        return plot.svg();
    }

    private void heading(String words) {
        page.append("\n<h2>").append(words).append("</h2>");
    }

    private void say(String words) {
        page.append("<p>").append(words).append("</p>\n");
    }

    private void figure(String caption, String svg) {
        page.append("<figure>")
                .append(svg)
                .append("<figcaption>")
                .append(caption)
                .append("</figcaption></figure>\n");
    }

    private void row(String first, String... rest) {
        page.append("<tr><td>").append(first);
        for (String cell : rest) {
            page.append("<td>").append(cell);
        }
        page.append('\n');
    }

    private static String words(java.time.Duration length) {
        return length.toHours() > 0 && length.toMinutesPart() == 0
                ? length.toHours() + " h"
                : length.toMinutes() + " min";
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "–" : text("%.3f", value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : text("%.1f %%", 100 * share);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
