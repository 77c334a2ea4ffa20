package io.viralforge.trends;

import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.testing.BenchMachine;
import io.viralforge.testing.TestServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long all networks take together, turn by turn with the slowest alone, when each takes a second: for its whole visit,
 * however many requests that is; and for each of its answers. Takes the commit and the file for the result.
 */
final class ScanBench {
    private static final int ROUNDS = 5;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int HOUR = 3_600;

    private final FakeNetworks networks;
    private final Sources sources;
    private final Question question;
    private final UUID studio;
    /** Requests of one visit, by network. */
    private final Map<String, Integer> requests;

    private ScanBench(FakeNetworks networks, TestServer server) {
        this.networks = networks;
        studio = server.newMember().studio();
        question = new Question(
                List.of("AI tools"),
                List.of(),
                List.of(),
                List.of(URI.create(networks.address("feeds"))),
                Instant.parse("2026-11-01T00:00:00Z"));
        Sources own = server.bean(Sources.class);
        networks.tokensLast(HOUR);
        ask(own, own.networks());
        Map<String, Integer> before = asked();
        ask(own, own.networks());
        requests = asked();
        requests.replaceAll((id, count) -> count - before.getOrDefault(id, 0));
        List<TrendSource> all = new ArrayList<>(own.all());
        all.add(all.stream()
                .filter(source -> source.network().id().equals("hacker-news"))
                .map(Another::new)
                .findFirst()
                .orElseThrow());
        sources = new Sources(all, server.bean(Visits.class));
    }

    /** One network more, that answers as another does. */
    private record Another(TrendSource source) implements TrendSource {
        @Override
        public Network network() {
            return Network.of("another", "Another", source.network().figure(), true, "https://another.invalid", 5_000);
        }

        @Override
        public List<OutboundRequest> requests(Question question) {
            return source.requests(question);
        }

        @Override
        public List<Sighting> read(byte[] body, Question question) {
            return source.read(body, question);
        }
    }

    public static void main(String[] args) throws Exception {
        try (FakeNetworks networks = new FakeNetworks();
                TestServer server = TestServer.start(1, settings(networks))) {
            Files.writeString(Path.of(args[1]), new ScanBench(networks, server).measured(args[0]));
        }
        System.exit(0);
    }

    private static Map<String, Object> settings(FakeNetworks networks) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "viralforge.trends.places", networks.places(),
                "viralforge.outbound-allow", networks.authority()));
        FakeNetworks.CREDENTIALS.forEach((name, value) -> settings.put("viralforge.trends." + name, value));
        return settings;
    }

    private String measured(String commit) throws Exception {
        BenchMachine machine = new BenchMachine();
        requests.forEach((id, count) -> networks.delay(id, SECOND.dividedBy(count)));
        Turns visits = turns();
        requests.keySet().forEach(id -> networks.delay(id, SECOND));
        Turns answers = turns();
        String result = String.format(
                Locale.ROOT,
                """
                {
                  "benchmark": "a scan of networks that each take a second, against the slowest of them alone",
                  "date": "%s",
                  "commit": "%s",
                  "machine": %s,
                  "networks": %d,
                  "rounds": %d,
                  "visitTakesASecond": {%s, "goal": 1.2},
                  "answerTakesASecond": {"mostAnswersInARow": %d, %s}
                }
                """,
                InstantSource.system().instant(),
                commit,
                machine.json(),
                sources.all().size(),
                ROUNDS,
                visits.json(),
                Collections.max(requests.values()),
                answers.json());
        System.out.print(result);
        return result;
    }

    private record Turns(List<Double> all, List<Double> slowest) {
        String json() {
            return String.format(
                    Locale.ROOT,
                    "\"seconds\": %.3f, \"longest\": %.3f, \"slowestAloneSeconds\": %.3f, \"ofSlowestAlone\": %.3f",
                    median(all),
                    Collections.max(all),
                    median(slowest),
                    median(all) / median(slowest));
        }
    }

    private Turns turns() {
        int most = Collections.max(requests.values());
        List<Network> slowest = sources.networks().stream()
                .filter(network -> requests.getOrDefault(network.id(), 0) == most)
                .limit(1)
                .toList();
        Turns turns = new Turns(new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            turns.all.add(ask(sources, sources.networks()));
            turns.slowest.add(ask(sources, slowest));
        }
        return turns;
    }

    /** In seconds. */
    private double ask(Sources sources, Collection<Network> which) {
        Map<Network, Look> looks = new HashMap<>();
        long begin = System.nanoTime();
        sources.ask(question, which, Asker.niche(studio), looks::put);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (looks.size() < which.size() || !looks.values().stream().allMatch(look -> look instanceof Look.Seen)) {
            throw new IllegalStateException("not all were seen: " + looks);
        }
        return seconds;
    }

    private Map<String, Integer> asked() {
        return FakeNetworks.IDS.stream()
                .collect(Collectors.toMap(
                        Function.identity(), id -> networks.asked(id).size(), Integer::sum, HashMap::new));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
