package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.types.JobSubmitInput;
import io.viralforge.types.RecipeInput;
import io.viralforge.types.SourceInput;
import io.viralforge.types.WorkerTokenCreateInput;
import io.viralforge.types.cli.AssetFields;
import io.viralforge.types.cli.JobSubmit;
import io.viralforge.types.cli.WorkerTokenCreate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/**
 * Two replicas and three workers die by kill -9, or stand still and come back, at random while short jobs run: each job
 * ends once, with one result, and never waits long for its next worker. {@code -Dchaos.seed} repeats a run's order of
 * deaths.
 */
class ChaosTest {
    private static final int REPLICAS = 2;
    private static final int WORKERS = 3;

    /** From a death until the job runs elsewhere, in milliseconds. */
    private static final double TAKEOVER = 10_000;

    /** A new replica takes no lease away before it has run for one. While only such run, nobody does. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
    private final Random random = new Random(seed);
    private final Map<Integer, Long> readySince = new HashMap<>();
    private final Deque<String> lastVictims = new ArrayDeque<>();
    private final List<Death> deaths = new ArrayList<>();

    @TempDir
    Path folder;

    /** A worker that died, when by the database's clock, and the attempts that it had under way. */
    private record Death(String worker, String at, List<String> attempts) {}

    @Test
    void twoHundredJobsEndOnceWhoeverDies() throws Exception {
        run(200);
    }

    @Test
    @Tag("full")
    void aThousandJobsEndOnceWhoeverDies() throws Exception {
        run(1000);
    }

    private void run(int jobs) throws Exception {
        System.out.println("chaos: -Dchaos.seed=" + seed);
        long begin = System.nanoTime();
        try (Fleet fleet = new Fleet(folder, REPLICAS)) {
            for (int replica = 0; replica < REPLICAS; replica++) {
                fleet.startServer(replica);
                awaitReady(fleet, replica);
            }
            try (LocalApi api = LocalApi.open(fleet.installation(), fleet.balancer.uri(), Studio.SAMPLE)) {
                var token = api.client()
                        .execute(new WorkerTokenCreate(new WorkerTokenCreateInput("chaos")))
                        .workerTokenCreate();
                fleet.token(LocalApi.require(token.token(), token.userErrors()));
                for (int worker = 0; worker < WORKERS; worker++) {
                    fleet.startWorker(worker);
                }
                submit(fleet, api, jobs);
            }
            int ended = 0;
            while (ended < jobs) {
                int next = Math.min(jobs, ended + 6 + random.nextInt(12));
                await(next + " jobs have ended", () -> ended(fleet) >= next);
                ended = ended(fleet);
                if (ended < jobs) {
                    harm(fleet);
                }
            }
            judge(fleet, jobs);
            System.out.printf(
                    "chaos: %d jobs in %d s, %d deaths of workers, %d of servers, worst takeover %.1f s%n",
                    jobs,
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                    deaths.size(),
                    lastVictims.stream()
                            .filter(name -> name.startsWith("server"))
                            .count(),
                    worstTakeover(fleet) / 1e3);
        }
    }

    private void submit(Fleet fleet, LocalApi api, int jobs) throws Exception {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "a clip, as far as these workers care");
        AssetFields asset = new Shortening(silent(), api.client()).upload(clip, RightsOptions.own(), false);
        for (int i = 0; i < jobs; i++) {
            RecipeInput recipe = new RecipeInput().source(new SourceInput(asset.id()).to("PT1.%03dS".formatted(i)));
            var submitted = api.client()
                    .execute(new JobSubmit(
                            new JobSubmitInput(recipe), UUID.randomUUID().toString()))
                    .jobSubmit();
            LocalApi.require(submitted.job(), submitted.userErrors());
        }
        // What is meant here are workers that die more often than a job may lose them.
        fleet.ask("UPDATE job SET max_attempts = 100");
    }

    /** Kills somebody, or has a worker stand still until all that it held is taken over. */
    private void harm(Fleet fleet) throws Exception {
        String victim = victim(fleet);
        lastVictims.addFirst(victim);
        int number = Integer.parseInt(victim.substring(victim.indexOf('-') + 1));
        if (victim.startsWith("server")) {
            fleet.kill(victim);
            readySince.remove(number);
            fleet.startServer(number);
        } else if (random.nextInt(4) > 0) {
            fleet.kill(victim);
            deaths.add(death(fleet, victim));
            fleet.startWorker(number);
        } else {
            fleet.signal(victim, "STOP");
            Death still = death(fleet, victim);
            deaths.add(still);
            await(
                    "what " + victim + " held is taken over",
                    () -> open(fleet, still).isEmpty());
            fleet.signal(victim, "CONT");
        }
    }

    /** None of the last two, and no server while the other is new. */
    private String victim(Fleet fleet) {
        List<String> possible = new ArrayList<>(
                IntStream.range(0, WORKERS).mapToObj(Fleet::worker).toList());
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (Health.of(fleet.address(replica)).isReady()) {
                readySince.putIfAbsent(replica, System.nanoTime());
            }
        }
        for (int replica = 0; replica < REPLICAS; replica++) {
            int other = replica;
            boolean isSpared = readySince.entrySet().stream()
                    .noneMatch(entry ->
                            entry.getKey() != other && System.nanoTime() - entry.getValue() > SETTLED.toNanos());
            if (!isSpared && readySince.containsKey(replica)) {
                possible.add(Fleet.server(replica));
            }
        }
        possible.removeAll(lastVictims.stream().limit(2).toList());
        return possible.get(random.nextInt(possible.size()));
    }

    private Death death(Fleet fleet, String worker) throws Exception {
        String key =
                Files.readString(folder.resolve(worker).resolve("instance")).strip();
        String at = fleet.ask("SELECT clock_timestamp()").getFirst();
        return new Death(worker, at, fleet.ask("""
                        SELECT fencing_token FROM attempt JOIN worker ON worker.id = worker_id
                        WHERE instance_key = ? AND ended_at IS NULL""", key));
    }

    private static List<String> open(Fleet fleet, Death death) throws SQLException {
        List<String> open = fleet.ask("SELECT fencing_token FROM attempt WHERE ended_at IS NULL");
        open.retainAll(death.attempts);
        return open;
    }

    private void judge(Fleet fleet, int jobs) throws Exception {
        assertThat(fleet.ask("SELECT state || ' ' || count(*) FROM job WHERE kind = 'RENDER' GROUP BY state"))
                .containsExactly("SUCCEEDED " + jobs);
        assertThat(fleet.ask("""
                        SELECT job.id FROM job WHERE kind = 'RENDER' AND (
                            (SELECT count(*) FROM attempt WHERE job_id = job.id AND outcome = 'SUCCEEDED') <> 1
                            OR (SELECT outcome FROM attempt WHERE job_id = job.id ORDER BY number DESC LIMIT 1) <> 'SUCCEEDED'
                            OR (SELECT string_agg(role, ' ' ORDER BY role) FROM job_output WHERE job_id = job.id)
                                IS DISTINCT FROM 'POSTER VIDEO')"""))
                .as("jobs that did not end once, by their last attempt, with one set of outputs")
                .isEmpty();
        assertThat(fleet.ask("""
                        SELECT subject FROM (SELECT subject, payload FROM event
                            UNION ALL SELECT subject, payload FROM outbox) AS told
                        WHERE payload->>'state' = 'SUCCEEDED' AND payload->>'kind' = 'RENDER'
                        GROUP BY subject HAVING count(*) <> 1""")).as("jobs whose end was told more than once").isEmpty();
        assertThat(fleet.ask("SELECT count(DISTINCT asset_id) FROM job_output").getFirst())
                .isEqualTo(Integer.toString(2 * jobs));
        assertThat(deaths).as("workers that died").hasSizeGreaterThan(jobs / 40);
        assertThat(lost(fleet)).as("attempts that died with their workers").isPositive();
        assertThat(worstTakeover(fleet)).as("milliseconds").isLessThanOrEqualTo(TAKEOVER);
    }

    private int lost(Fleet fleet) throws SQLException {
        List<String> lost = fleet.ask("SELECT fencing_token FROM attempt WHERE outcome IN ('LOST', 'RELEASED')");
        lost.retainAll(deaths.stream().flatMap(death -> death.attempts.stream()).toList());
        return lost.size();
    }

    /** Of all attempts that were lost by a death: until the next attempt of the same job began, in milliseconds. */
    private double worstTakeover(Fleet fleet) throws SQLException {
        double worst = 0;
        for (Death death : deaths) {
            for (String attempt : death.attempts) {
                worst = Stream.concat(
                                Stream.of(worst),
                                fleet.ask("""
                                        SELECT extract(epoch FROM next.started_at - ?::timestamptz) * 1000
                                        FROM attempt JOIN attempt AS next
                                          ON next.job_id = attempt.job_id AND next.number = attempt.number + 1
                                        WHERE attempt.fencing_token = ?::bigint""", death.at, attempt).stream().map(Double::valueOf))
                        .max(Double::compare)
                        .orElse(worst);
            }
        }
        return worst;
    }

    private static int ended(Fleet fleet) throws SQLException {
        return Integer.parseInt(fleet.ask("SELECT count(*) FROM job WHERE kind = 'RENDER' AND ended_at IS NOT NULL")
                .getFirst());
    }

    private void awaitReady(Fleet fleet, int replica) throws Exception {
        await(
                Fleet.server(replica) + " is ready",
                () -> Health.of(fleet.address(replica)).isReady());
        readySince.put(replica, System.nanoTime());
    }

    /** Something to wait for. */
    private interface Check {
        boolean holds() throws Exception;
    }

    private void await(String what, Check check) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        for (long begin = System.nanoTime(); !check.holds(); ) {
            if (System.nanoTime() - begin > LIMIT.toNanos() || never.await(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("waited in vain until " + what + " (seed " + seed + ")");
            }
        }
    }

    private static Terminal silent() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(nowhere, nowhere, Ansi.OFF, Ansi.OFF, false, false, 80);
    }
}
