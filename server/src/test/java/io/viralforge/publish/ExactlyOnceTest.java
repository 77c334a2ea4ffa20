package io.viralforge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.sandbox.Condition;
import io.viralforge.sandbox.Fault;
import io.viralforge.sandbox.Gate;
import io.viralforge.sandbox.Operation;
import io.viralforge.sandbox.Sandbox;
import io.viralforge.sandbox.When;
import io.viralforge.testing.ReplicaProcess;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong at whatever step, a publication is there once, or a person is asked. */
final class ExactlyOnceTest {
    private static final int PIECES = 3;
    private static final int BYTES = PIECES * PublishFixture.PIECE - 7;

    private static Sandbox sandbox;
    private static TestServer server;
    private static PublishFixture fixture;
    private static String account;
    private static String clip;

    @BeforeAll
    static void start() throws IOException {
        sandbox = PublishFixture.sandbox();
        server = PublishFixture.server(sandbox, 2, Map.of("viralforge.publish.at-once", 8));
        fixture = new PublishFixture(server, sandbox);
        account = fixture.connected(PublishNetwork.YOUTUBE);
        clip = fixture.clip(BYTES);
    }

    @AfterAll
    static void stop() {
        server.close();
        sandbox.close();
    }

    @BeforeEach
    void calm() {
        sandbox.faults().clear();
    }

    /** Every request of a publication, by the kind and which of them. */
    private enum Step {
        OPEN(Operation.YOUTUBE_UPLOAD_INIT, 1),
        ASK(Operation.YOUTUBE_UPLOAD_STATUS, 1),
        FIRST_PIECE(Operation.YOUTUBE_UPLOAD_CHUNK, 1),
        MIDDLE_PIECE(Operation.YOUTUBE_UPLOAD_CHUNK, 2),
        LAST_PIECE(Operation.YOUTUBE_UPLOAD_CHUNK, PIECES),
        WATCH(Operation.YOUTUBE_VIDEOS_LIST, 1);

        private final Operation operation;
        private final int which;

        Step(Operation operation, int which) {
            this.operation = operation;
            this.which = which;
        }
    }

    private static List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(List.of(new Fault.ExpiredUpload(), new Fault.StaleToken()));
        for (When when : When.values()) {
            faults.add(new Fault.Cut(when));
            if (when != When.MIDWAY) {
                faults.add(new Fault.Answer(when, 503, null));
                faults.add(new Fault.Answer(when, 500, null));
            }
        }
        return faults;
    }

    @ParameterizedTest
    @EnumSource
    void oneFaultAtEachStep(Step step) {
        for (Fault fault : faults()) {
            sandbox.faults().nth(step.operation, step.which, fault);
            String title = step + " " + fault;

            JsonNode live = fixture.until(fixture.approved(account, clip, title), PublicationState.LIVE);

            assertOnce(title, live);
            sandbox.faults().clear();
        }
    }

    /** As when a process is stopped in the middle: another takes over, and then the first one wakes up. */
    @ParameterizedTest
    @EnumSource
    void whoComesBackFromTheDeadDoesNothing(Step step) throws InterruptedException {
        for (When when : When.values()) {
            Gate gate = new Gate();
            sandbox.faults().nth(step.operation, step.which, new Fault.Hold(when, gate));
            String title = step + " held " + when;
            String id = fixture.approved(account, clip, title);
            gate.awaitArrival();

            JsonNode live = fixture.until(id, PublicationState.LIVE);
            gate.open();

            assertOnce(title, live);
        }
    }

    @Test
    void theEndOfTheAnswerAndOfTheSessionTogetherAreFoundByTheMarker() {
        sandbox.faults().nth(Operation.YOUTUBE_UPLOAD_CHUNK, PIECES, new Fault.Cut(When.AFTER));
        sandbox.faults().nth(Operation.YOUTUBE_UPLOAD_STATUS, 2, new Fault.ExpiredUpload());
        sandbox.conditions().set(Condition.YOUTUBE_LISTING_LATE_SECONDS, 1);

        JsonNode live = fixture.until(fixture.approved(account, clip, "Found"), PublicationState.LIVE);

        sandbox.conditions().set(Condition.YOUTUBE_LISTING_LATE_SECONDS, 0);
        assertThat(live.get("steps").findValuesAsText("kind")).contains("LOST_SIGHT", "FOUND");
        assertOnce("Found", live);
    }

    @Test
    void whatCannotBeFoundWaitsForAPersonAndDoesNotGoOutAgain() {
        sandbox.faults().nth(Operation.YOUTUBE_UPLOAD_CHUNK, PIECES, new Fault.Cut(When.BEFORE));
        sandbox.faults().nth(Operation.YOUTUBE_UPLOAD_STATUS, 2, new Fault.ExpiredUpload());
        String id = fixture.approved(account, clip, "Unclear");

        JsonNode unclear = fixture.until(id, PublicationState.UNCONFIRMED);

        assertThat(unclear.at("/trouble/kind").asText()).isEqualTo("UNCLEAR");
        assertThat(published("Unclear")).isZero();
        assertThat(fixture.mutate("publicationRetry", id)
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("WRONG_STATE");
        JsonNode missed = fixture.mutate("publicationResolve", id).get("publication");
        assertThat(missed.get("state").asText()).isIn("SCHEDULED", "UPLOADING", "PROCESSING", "LIVE");
        assertOnce("Unclear", fixture.until(id, PublicationState.LIVE));
    }

    @Test
    void aKilledProcessLosesAndRepeatsNothing() throws IOException, InterruptedException {
        Sandbox own = PublishFixture.sandbox();
        try (TestServer idle = PublishFixture.server(own, 1, Map.of("viralforge.publish.at-once", 0))) {
            PublishFixture studio = new PublishFixture(idle, own);
            String channel = studio.connected(PublishNetwork.YOUTUBE);
            String footage = studio.clip(BYTES);
            Map<String, Object> working = new HashMap<>(Map.of("viralforge.publish.at-once", 1));
            Gate gate = new Gate();
            own.faults().nth(Operation.YOUTUBE_UPLOAD_CHUNK, PIECES, new Fault.Hold(When.AFTER, gate));
            String id;
            try (ReplicaProcess _ = idle.newProcess(working)) {
                id = studio.approved(channel, footage, "Killed");
                gate.awaitArrival();
            }
            gate.open();
            try (ReplicaProcess _ = idle.newProcess(working)) {
                JsonNode live = studio.until(id, PublicationState.LIVE);
                assertThat(own.published()).hasSize(1);
                assertThat(live.get("remoteId").asText())
                        .isEqualTo(own.published().getFirst().id());
            }
        } finally {
            own.close();
        }
    }

    @Test
    void aSampleOfTroubles() {
        troubles(40);
    }

    @Test
    @Tag("full")
    void twoThousandTroubles() {
        troubles(2_000);
    }

    /** One to three faults each, in any order, on both replicas. */
    private static void troubles(int runs) {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Fault> faults = faults();
        for (int run = 0; run < runs; run++) {
            for (int fault = random.nextInt(1, 4); fault > 0; fault--) {
                Step step = Step.values()[random.nextInt(Step.values().length)];
                sandbox.faults()
                        .nth(step.operation, random.nextInt(1, PIECES + 2), faults.get(random.nextInt(faults.size())));
            }
            String title = "Run %d of %d".formatted(run, seed);
            JsonNode end = fixture.until(
                    fixture.approved(account, clip, title), PublicationState.LIVE, PublicationState.UNCONFIRMED);
            sandbox.faults().clear();
            if (end.get("state").asText().equals("UNCONFIRMED") && published(title) == 0) {
                // The last piece never arrived and its session is gone: nobody but a person can know.
                fixture.mutate("publicationResolve", end.get("id").asText());
            }
            assertOnce(title, fixture.until(end.get("id").asText(), PublicationState.LIVE));
        }
    }

    private static void assertOnce(String title, JsonNode live) {
        assertThat(published(title)).as(title + " " + live.toPrettyString()).isOne();
        assertThat(sandbox.published().stream()
                        .filter(published -> published.title().equals(title))
                        .map(published -> published.id()))
                .containsExactly(live.get("remoteId").asText());
    }

    private static long published(String title) {
        return sandbox.published().stream()
                .filter(published -> published.title().equals(title))
                .count();
    }
}
