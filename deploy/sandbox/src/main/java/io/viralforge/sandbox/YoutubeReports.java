package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * YouTube Analytics v2, reports.query: by day, by video, along the video, or one sum. The last days are missing, as the
 * reference says of the dimension day. Days are Pacific ones.
 */
final class YoutubeReports {
    private static final Set<String> READ = Set.of(
            "https://www.googleapis.com/auth/youtube",
            "https://www.googleapis.com/auth/youtube.readonly",
            "https://www.googleapis.com/auth/yt-analytics.readonly",
            "https://www.googleapis.com/auth/yt-analytics-monetary.readonly");
    private static final Set<String> MONEY = Set.of("https://www.googleapis.com/auth/yt-analytics-monetary.readonly");
    private static final List<String> METRICS = List.of(
            "views",
            "estimatedMinutesWatched",
            "averageViewDuration",
            "likes",
            "comments",
            "shares",
            "subscribersGained",
            "estimatedRevenue");
    private static final Pattern VIDEOS = Pattern.compile("video==([A-Za-z0-9_,-]+)");
    private static final int CORRECTED_DAYS = 3;

    private final InstantSource clock;
    private final Conditions conditions;
    private final GoogleOauth oauth;
    private final YoutubeVideos videos;

    YoutubeReports(InstantSource clock, Conditions conditions, GoogleOauth oauth, YoutubeVideos videos) {
        this.clock = clock;
        this.conditions = conditions;
        this.oauth = oauth;
        this.videos = videos;
    }

    List<Route> routes() {
        return List.of(Route.of(Operation.YOUTUBE_REPORTS, "GET", "/v2/reports", this::report));
    }

    private Response report(Request request) {
        Account asking = oauth.require(request, READ);
        List<String> metrics = list(request, "metrics");
        if (metrics.contains("estimatedRevenue")) {
            oauth.require(request, MONEY);
        }
        String ids = request.query().getOrDefault("ids", "");
        if (!ids.equals("channel==MINE") && !ids.equals("channel==" + asking.id())) {
            throw GoogleErrors.forbidden("forbidden", "ids names no channel of whom the token is.");
        }
        LocalDate start = date(request, "startDate");
        LocalDate end = date(request, "endDate");
        if (end.isBefore(start)) {
            throw GoogleErrors.badParameter("invalidParameter", "endDate is before startDate.");
        }
        LocalDate known =
                YoutubeQuota.day(clock.instant()).minusDays(1 + conditions.get(Condition.YOUTUBE_REPORTS_LATE_DAYS));
        Query query = new Query(
                filtered(request.query("filters"), asking), metrics, start, end.isAfter(known) ? known : end, known);
        ObjectNode body = Json.object().put("kind", "youtubeAnalytics#resultTable");
        ArrayNode columns = body.putArray("columnHeaders");
        @Nullable String dimension = request.query("dimensions");
        if (dimension != null) {
            column(columns, dimension, "DIMENSION", dimension.equals("elapsedVideoTimeRatio") ? "FLOAT" : "STRING");
        }
        metrics.forEach(metric -> column(columns, metric, "METRIC", isFraction(metric) ? "FLOAT" : "INTEGER"));
        ArrayNode rows = rows(dimension, query);
        // Without data there is no such element.
        if (!rows.isEmpty()) {
            body.set("rows", rows);
        }
        return Response.json(200, body);
    }

    private record Query(
            List<YoutubeVideo> videos, List<String> metrics, LocalDate start, LocalDate end, LocalDate known) {}

    private ArrayNode rows(@Nullable String dimension, Query query) {
        boolean isRetention = query.metrics().equals(List.of("audienceWatchRatio"));
        if (isRetention != "elapsedVideoTimeRatio".equals(dimension)
                || (!isRetention && !METRICS.containsAll(query.metrics()))
                || (isRetention && query.videos().size() != 1)) {
            throw GoogleErrors.badParameter("badRequest", "The sandbox has no such report.");
        }
        ArrayNode rows = Json.object().putArray("rows");
        switch (dimension) {
            case null -> add(rows, null, query.videos(), query.start(), query.end(), query);
            case "day" -> {
                for (LocalDate day = query.start(); !day.isAfter(query.end()); day = day.plusDays(1)) {
                    add(rows, day.toString(), query.videos(), day, day, query);
                }
            }
            case "video" -> {
                for (YoutubeVideo video : query.videos()) {
                    add(rows, video.id(), List.of(video), query.start(), query.end(), query);
                }
            }
            case "elapsedVideoTimeRatio" -> {
                Growth growth = YoutubeVideos.growth(query.videos().getFirst());
                for (int percent = 1; percent <= 100; percent++) {
                    rows.addArray().add(percent / 100.0).add(growth.watching(percent / 100.0));
                }
            }
            default -> throw GoogleErrors.badParameter("badRequest", "The sandbox has no dimension " + dimension + ".");
        }
        return rows;
    }

    private void add(
            ArrayNode rows, @Nullable String key, List<YoutubeVideo> of, LocalDate from, LocalDate to, Query query) {
        long views = 0;
        double seconds = 0;
        double likes = 0;
        double comments = 0;
        double shares = 0;
        double subscribers = 0;
        double revenue = 0;
        for (YoutubeVideo video : of) {
            Growth growth = YoutubeVideos.growth(video);
            long seen = views(video, growth, from, to, query.known());
            views += seen;
            seconds += (double) seen * growth.averageViewSeconds();
            likes += seen * growth.percent("likes", 8) / 100;
            comments += seen * growth.percent("comments", 0.8) / 100;
            shares += seen * growth.percent("shares", 1.5) / 100;
            subscribers += seen * growth.percent("subscribers", 0.6) / 100;
            revenue += seen * growth.percent("revenue", 0.02) / 100;
        }
        if (views == 0) {
            return;
        }
        Map<String, Double> values = Map.of(
                "views", (double) views,
                "estimatedMinutesWatched", seconds / 60,
                "averageViewDuration", seconds / views,
                "likes", likes,
                "comments", comments,
                "shares", shares,
                "subscribersGained", subscribers,
                "estimatedRevenue", revenue);
        ArrayNode row = rows.addArray();
        if (key != null) {
            row.add(key);
        }
        for (String metric : query.metrics()) {
            double value = values.getOrDefault(metric, 0.0);
            if (isFraction(metric)) {
                row.add(Math.round(value * 1000) / 1000.0);
            } else {
                row.add((long) value);
            }
        }
    }

    private long views(YoutubeVideo video, Growth growth, LocalDate from, LocalDate to, LocalDate known) {
        Instant now = clock.instant();
        if (!video.privacy(now).equals("public") || !video.uploadStatus(now).equals("processed")) {
            return 0;
        }
        boolean isCorrected = conditions.is(Condition.YOUTUBE_REPORTS_CORRECTED);
        long views = 0;
        LocalDate first = YoutubeQuota.day(growth.published());
        for (LocalDate day = from.isBefore(first) ? first : from; !day.isAfter(to); day = day.plusDays(1)) {
            boolean isEstimate = isCorrected && day.isAfter(known.minusDays(CORRECTED_DAYS));
            double off = isEstimate ? 0.7 + 0.2 * growth.chance("estimate of " + day + " at " + known) : 1;
            views += Math.round(growth.views(day) * off);
        }
        return views;
    }

    private List<YoutubeVideo> filtered(@Nullable String filters, Account asking) {
        List<YoutubeVideo> own = videos.all().stream()
                .filter(video -> video.channel().equals(asking))
                .toList();
        if (filters == null) {
            return own;
        }
        Matcher matcher = VIDEOS.matcher(filters);
        if (!matcher.matches()) {
            throw GoogleErrors.badParameter("badRequest", "The sandbox filters by video==ID alone.");
        }
        Set<String> wanted = Set.of(matcher.group(1).split(","));
        return own.stream().filter(video -> wanted.contains(video.id())).toList();
    }

    private static boolean isFraction(String metric) {
        return metric.equals("estimatedRevenue") || metric.equals("audienceWatchRatio");
    }

    private static void column(ArrayNode columns, String name, String kind, String type) {
        columns.addObject().put("name", name).put("columnType", kind).put("dataType", type);
    }

    private static List<String> list(Request request, String name) {
        @Nullable String given = request.query(name);
        if (given == null || given.isBlank()) {
            throw GoogleErrors.badParameter("required", name + " is required.");
        }
        return Arrays.asList(given.split(","));
    }

    private static LocalDate date(Request request, String name) {
        try {
            return LocalDate.parse(request.query().getOrDefault(name, ""));
        } catch (DateTimeException _) {
            throw GoogleErrors.badParameter("invalidParameter", name + " is a day such as 2026-07-01.");
        }
    }
}
