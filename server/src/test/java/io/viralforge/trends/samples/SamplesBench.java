package io.viralforge.trends.samples;

import io.viralforge.forecast.Live;
import io.viralforge.forecast.Sighting;
import io.viralforge.forecast.SightingsFile;
import io.viralforge.forecast.Terms;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.platform.cql.Cassandra;
import io.viralforge.platform.cql.Connected;
import io.viralforge.testing.BenchMachine;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads a million sightings into Cassandra, turn by turn with the driver alone writing the same rows; then replays and
 * forecasts them. Takes the commit, the file for the result, and a file of sightings; without that they are made up.
 */
final class SamplesBench {
    private static final int MOST_TRUTHS = 400_000;
    private static final int SIGHTINGS = 1_000_000;
    private static final int CHUNK = 50_000;
    private static final int WARM_ROUNDS = 3;
    private static final String NETWORK = "bench";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final PlainDriver plain;
    private final TestServer server;
    private final Samples samples;
    private final List<Sighting> chunk = new ArrayList<>();
    private final Map<UUID, Sighting> firsts = new HashMap<>();
    private Instant earliest = Instant.MAX;
    private Instant latest = Instant.MIN;
    private int sightings;
    private int merged;
    private double ours;
    private double theirs;

    private SamplesBench() {
        Endpoints.Cassandra cassandra = TestServices.cassandra();
        plain = new PlainDriver(cassandra);
        server = TestServer.start(1, TestServer.cassandra("samples_bench"));
        Connected.await(server.bean(Cassandra.class));
        samples = server.bean(Samples.class);
    }

    private record Measured(double seconds, long peakHeap) {}

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        SamplesBench bench = new SamplesBench();
        try (PlainDriver _ = bench.plain;
                TestServer _ = bench.server) {
            Files.writeString(Path.of(args[1]), bench.measured(args[0], args.length > 2 ? Path.of(args[2]) : null));
        }
        System.exit(0);
    }

    private String measured(String commit, @Nullable Path file) throws Exception {
        BenchMachine machine = new BenchMachine();
        warm();
        Measured load = measure(() -> load(file));
        Instant until = latest.plusSeconds(60);
        int[] replayed = new int[1];
        Measured replay = measure(() -> samples.replay(NETWORK, earliest, until, hour -> replayed[0] += hour.size()));
        Scoring scoring = new Scoring();
        Measured scored = measure(() -> {
            samples.replay(NETWORK, earliest, until, scoring);
            scoring.observe();
        });
        String result = String.format(
                Locale.ROOT,
                """
                {
                  "benchmark": "sightings into Cassandra against the driver alone writing the same rows; then replayed and forecast",
                  "date": "%s",
                  "commit": "%s",
                  "machine": %s,
                  "heapLimit": %d,
                  "sightings": {"from": "%s", "count": %d, "samples": %d, "rows": %d, "days": %d},
                  "load": {"inFlight": %d, "seconds": %.1f, "driverAloneSeconds": %.1f, "sightingsPerSecond": %.0f,
                    "ofTheDriversRate": %.2f, "goal": 0.8, "peakHeapOfBoth": %d},
                  "replay": {"seconds": %.1f, "samples": %d, "peakHeap": %d},
                  "replayAndForecast": {"seconds": %.1f, "forecasts": %d, "goal": 60, "peakHeap": %d}
                }
                """,
                InstantSource.system().instant(),
                commit,
                machine.json(),
                Runtime.getRuntime().maxMemory(),
                file == null ? "made up" : file.getFileName(),
                sightings,
                merged,
                2 * merged,
                Duration.between(earliest, latest).toDays() + 1,
                Cassandra.IN_FLIGHT,
                ours,
                theirs,
                sightings / ours,
                theirs / ours,
                load.peakHeap,
                replay.seconds,
                replayed[0],
                replay.peakHeap,
                scored.seconds,
                scoring.forecasts,
                scored.peakHeap);
        System.out.print(result);
        return result;
    }

    private static Measured measure(Work work) throws Exception {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        double seconds = seconds(work);
        return new Measured(
                seconds,
                heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static double seconds(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Both, until the compilers are done. */
    private void warm() throws Exception {
        List<Seen> seen = new ArrayList<>();
        for (int n = 0; n < CHUNK; n++) {
            seen.add(new Seen(new UUID(0, n), new Sample(BEGIN, (long) n, 2L, 3L, 4, Set.of("AA"))));
        }
        for (int round = 0; round < WARM_ROUNDS; round++) {
            samples.keep("warm", seen);
            plain.write("warm", seen);
        }
    }

    /** A file that is too short comes again, later and of other items. */
    private void load(@Nullable Path file) throws Exception {
        Duration later = Duration.ZERO;
        while (sightings < SIGHTINGS) {
            Duration shift = later;
            String suffix = shift.isZero() ? "" : "-" + shift;
            read(file, one -> add(shifted(one, suffix, shift)));
            later = Duration.ofDays(1 + Duration.between(earliest, latest).toDays());
        }
        write();
    }

    private static void read(@Nullable Path file, Consumer<Sighting> to) throws IOException {
        if (file == null) {
            made(to);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                SightingsFile.read(in, to);
            }
        }
    }

    /** Seven thousand items a day, of which a tenth are new. */
    private static void made(Consumer<Sighting> to) {
        for (int day = 0; day < SIGHTINGS / 7_000 + 1; day++) {
            for (int n = 0; n < 7_000; n++) {
                int item = day * 700 + n;
                int age = 9 - n / 700;
                SplittableRandom random = new SplittableRandom(item);
                double views = Math.exp(6 + 3 * random.nextDouble()) * Math.pow(1 + age, random.nextDouble(2));
                Instant born = BEGIN.plus(Duration.ofDays(day - age));
                to.accept(new Sighting(
                        "item-" + item,
                        "C" + item % 50,
                        born.plus(Duration.ofDays(age)).plusSeconds(n),
                        born,
                        "category",
                        60,
                        "channel-" + item % 900,
                        views,
                        views / 20,
                        views / 200,
                        1 + n % 100));
            }
        }
    }

    private static Sighting shifted(Sighting one, String suffix, Duration later) {
        Instant published = one.publishedAt();
        return new Sighting(
                one.item() + suffix,
                one.country(),
                one.seenAt().plus(later),
                published == null ? null : published.plus(later),
                one.category(),
                one.seconds(),
                one.channel(),
                one.views(),
                one.likes(),
                one.comments(),
                one.rank());
    }

    private void add(Sighting one) {
        if (sightings == SIGHTINGS) {
            return;
        }
        sightings++;
        earliest = one.seenAt().isBefore(earliest) ? one.seenAt() : earliest;
        latest = one.seenAt().isAfter(latest) ? one.seenAt() : latest;
        chunk.add(one);
        if (chunk.size() == CHUNK) {
            write();
        }
    }

    private void write() {
        List<Seen> seen = chunk.stream().map(this::seen).toList();
        chunk.clear();
        Collection<Seen> rows = Samples.merged(seen);
        merged += rows.size();
        try {
            // Who comes second finds the disk busier.
            boolean isFirst = sightings / CHUNK % 2 == 0;
            ours += isFirst ? seconds(() -> samples.keep(NETWORK, seen)) : 0;
            theirs += seconds(() -> plain.write(NETWORK, rows));
            ours += isFirst ? 0 : seconds(() -> samples.keep(NETWORK, seen));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Seen seen(Sighting one) {
        UUID item = UUID.nameUUIDFromBytes(one.item().getBytes(StandardCharsets.UTF_8));
        firsts.putIfAbsent(item, one);
        String country = one.country();
        return new Seen(
                item,
                new Sample(
                        one.seenAt(),
                        (long) one.views(),
                        count(one.likes()),
                        count(one.comments()),
                        Double.isNaN(one.rank()) ? null : (int) one.rank(),
                        country == null ? Set.of() : Set.of(country)));
    }

    private static @Nullable Long count(double figure) {
        return Double.isNaN(figure) ? null : (Long) (long) figure;
    }

    /** Forecasts day by day; what items are besides their samples is known. */
    private final class Scoring implements Consumer<List<Seen>> {
        private final Live live = new Live(Terms.DAILY, MOST_TRUTHS, null);
        private final List<Sighting> day = new ArrayList<>();
        private int forecasts;

        @Override
        public void accept(List<Seen> hour) {
            long epochDay = hour.getFirst().sample().at().getEpochSecond() / 86_400;
            if (!day.isEmpty() && day.getFirst().seenAt().getEpochSecond() / 86_400 != epochDay) {
                observe();
            }
            hour.forEach(this::add);
        }

        void observe() {
            try {
                forecasts += live.observe(day).forecasts().size();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            day.clear();
        }

        private void add(Seen seen) {
            Sample sample = seen.sample();
            Sighting first = Objects.requireNonNull(firsts.get(seen.item()));
            for (String place : sample.places()) {
                day.add(new Sighting(
                        first.item(),
                        place,
                        sample.at(),
                        first.publishedAt(),
                        first.category(),
                        first.seconds(),
                        first.channel(),
                        figure(sample.interest()),
                        figure(sample.likes()),
                        figure(sample.comments()),
                        sample.bestRank() == null ? Double.NaN : sample.bestRank()));
            }
        }

        private static double figure(@Nullable Long count) {
            return count == null ? Double.NaN : count;
        }
    }
}
