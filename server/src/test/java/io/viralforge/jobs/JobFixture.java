package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.recipe.RendererVersion;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A studio with footage, and a worker, both talking to the server as real ones do. */
public final class JobFixture {
    final TestServer server;
    public final Actor.Member member;

    public JobFixture(TestServer server) {
        this(server, server.newMember(Scope.READ, Scope.CREATE));
    }

    public JobFixture(TestServer server, Actor.Member member) {
        this.server = server;
        this.member = member;
    }

    /** Takes everything out of the queue, of all studios. */
    static void emptyQueue(TestServer server) {
        server.sql().doEverywhere(tx -> {
            tx.update("UPDATE attempt SET ended_at = now(), outcome = 'CANCELLED' WHERE ended_at IS NULL");
            tx.update("UPDATE job SET state = 'CANCELLED', ended_at = now() WHERE state IN ('QUEUED', 'RUNNING')");
        });
    }

    /** A checked clip of ten seconds with this rights basis, null for none. Its bytes are of no account here. */
    public String clip(@Nullable String basis) {
        UUID id = server.bean(Uuid7.class).next();
        return clip(id, "%064x".formatted(id.getLeastSignificantBits()), basis);
    }

    /** Another asset with the same bytes. */
    String copyOf(String clip, @Nullable String basis) {
        String sha256 = server.sql()
                .inStudio(
                        member.studio(),
                        tx -> tx.one(
                                "SELECT sha256 FROM asset WHERE id = ?",
                                row -> row.text("sha256"),
                                Id.Type.ASSET.uuid(clip)));
        return clip(server.bean(Uuid7.class).next(), sha256, basis);
    }

    private String clip(UUID id, String sha256, @Nullable String basis) {
        server.sql().doInStudio(member.studio(), tx -> {
            tx.update("""
                    INSERT INTO blob (studio_id, sha256, bytes, storage_key, created_at) VALUES (?, ?, 1, ?, now())
                    ON CONFLICT DO NOTHING""", member.studio(), sha256, member.studio() + "/" + id);
            tx.update("""
                    INSERT INTO asset (studio_id, id, kind, state, file_name, content_type, sha256, bytes, duration_ms,
                        width, height, frame_rate, has_audio, is_salvage, created_at)
                    VALUES (?, ?, 'VIDEO', 'READY', 'clip.mp4', 'video/mp4', ?, 1, 10000, 640, 480, 25, true, false, now())""", member.studio(), id, sha256);
            if (basis != null) {
                tx.update("""
                        INSERT INTO rights (studio_id, asset_id, version, basis, attribution, is_inherited, recorded_at)
                        VALUES (?, ?, 1, ?, 'Somebody', false, now())""", member.studio(), id, basis);
            }
        });
        return Id.Type.ASSET.of(id);
    }

    /** Asks the server to render; the payload. */
    JsonNode submit(String clip, double zoom, String key) {
        return server.data(member, """
                        mutation ($clip: ID!, $zoom: Float!, $key: String!) {
                          jobSubmit(input: {recipe: {source: {assetId: $clip}, zoom: $zoom}}, idempotencyKey: $key) {
                            job { id state attempt } userErrors { code path message } } }""", Map.of("clip", clip, "zoom", zoom, "key", key))
                .get("jobSubmit");
    }

    /** A new render of new footage; its id. */
    public String submitted() {
        return submit(clip("OWNED"), 1.0, "k-" + server.bean(Uuid7.class).next())
                .at("/job/id")
                .asText();
    }

    /** As {@link #submitted()}, of this priority. */
    String submitted(int priority) {
        return server.data(
                        member,
                        """
                        mutation ($clip: ID!, $priority: Int!, $key: String!) {
                          jobSubmit(input: {recipe: {source: {assetId: $clip}}, priority: $priority}, idempotencyKey: $key) {
                            job { id } } }""",
                        Map.of(
                                "clip",
                                clip("OWNED"),
                                "priority",
                                priority,
                                "key",
                                "k-" + server.bean(Uuid7.class).next()))
                .at("/jobSubmit/job/id")
                .asText();
    }

    /** So many jobs of the studio, by SQL: submitting them would take a test's time. */
    void bulk(int count) {
        String sample = submitted(5);
        server.sql().doInStudio(member.studio(), tx -> {
            tx.update("""
                    INSERT INTO job (studio_id, id, kind, state, priority, turn, run_at, max_attempts, recipe, recipe_key,
                        needs, created_at)
                    SELECT studio_id, gen_random_uuid(), kind, state, priority, turn, run_at, max_attempts, recipe,
                        recipe_key || n, needs, created_at
                    FROM job, generate_series(2, ?) AS n WHERE id = ?""", count, Id.Type.JOB.uuid(sample));
            tx.update("""
                    INSERT INTO job_input (studio_id, job_id, position, asset_id)
                    SELECT job.studio_id, job.id, 0, asset_id FROM job, job_input
                    WHERE job_input.job_id = ? AND job.studio_id = ? AND job.id <> ?""", Id.Type.JOB.uuid(sample), member.studio(), Id.Type.JOB.uuid(sample));
        });
    }

    /** As if the job had been submitted so much earlier. */
    void age(String job, Duration by) {
        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE job SET turn = turn - ? * interval '1 ms', run_at = run_at - ? * interval '1 ms' WHERE id = ?",
                        by.toMillis(),
                        by.toMillis(),
                        Id.Type.JOB.uuid(job)));
    }

    JsonNode job(String id) {
        return server.data(member, """
                        query ($id: ID!) { node(id: $id) { ... on Job { state attempt maxAttempts runAt warnings
                          failure { code message } outputs { id kind fileName rights { basis isInherited } derivedFrom { id } }
                          attempts { number outcome workerName videoSha256 cost { cpuSeconds } } cost { cpuSeconds bytesOut }
                          progress { stage fraction remaining } } } }""", Map.of("id", id)).get("node");
    }

    JsonNode mutate(String name, String id) {
        return server.data(
                        member,
                        "mutation ($id: ID!) { %s(id: $id) { job { id state } userErrors { code path } } }"
                                .formatted(name),
                        Map.of("id", id))
                .get(name);
    }

    /** A worker of its own token, registered. */
    public final class RemoteWorker {
        public final Actor.WorkerNode actor = server.newWorker();
        final String id;
        private final Map<String, ?> registration;

        public RemoteWorker(String name) {
            this(name, RendererVersion.CURRENT);
        }

        /** One that decodes these codings and is called these labels. */
        RemoteWorker(String name, List<String> decoders, List<String> labels) {
            this(name, RendererVersion.CURRENT, decoders, labels, List.of(), Set.of());
        }

        /** One that has these GPUs. */
        RemoteWorker(String name, List<String> gpus) {
            this(name, RendererVersion.CURRENT, List.of("h264"), List.of(), gpus, Set.of());
        }

        /** One that has these models. */
        RemoteWorker(String name, Set<String> models) {
            this(name, RendererVersion.CURRENT, List.of("h264"), List.of(), List.of(), models);
        }

        RemoteWorker(String name, String rendererVersion) {
            this(name, rendererVersion, List.of("h264"), List.of(), List.of(), Set.of());
        }

        private RemoteWorker(
                String name,
                String rendererVersion,
                List<String> decoders,
                List<String> labels,
                List<String> gpus,
                Set<String> models) {
            this.registration = Map.ofEntries(
                    Map.entry("name", name),
                    Map.entry("renderer", rendererVersion),
                    Map.entry("decoders", decoders),
                    Map.entry("labels", labels),
                    Map.entry("gpus", gpus),
                    Map.entry("models", List.copyOf(models)));
            this.id = register();
        }

        /** Says who it is, as a worker does whenever it starts; its id. */
        String register() {
            return register("instance-1").get("id").asText();
        }

        /** As another instance of the same token, or as the same one: id and state. */
        JsonNode register(String instanceKey) {
            Map<String, Object> variables = new HashMap<>(registration);
            variables.put("key", instanceKey);
            return server.data(actor, """
                            mutation ($key: String!, $name: String!, $renderer: String!, $decoders: [String!]!, $labels: [String!]!, $gpus: [String!]!, $models: [String!]!) {
                              workerRegister(input: {instanceKey: $key, name: $name, version: "1",
                                rendererVersion: $renderer, labels: $labels,
                                capabilities: {cores: 2, memoryBytes: 1000000000, gpus: $gpus,
                                  encoders: ["libx264", "aac"], decoders: $decoders, ffmpeg: "8.0", models: $models}}) {
                              worker { id state } heartbeatMillis leaseMillis userErrors { code path } } }""", variables).at("/workerRegister/worker");
        }

        public List<JsonNode> lease(int max, String... kinds) {
            return lease(id, max, kinds);
        }

        /** As that worker of the token. */
        List<JsonNode> lease(String worker, int max, String... kinds) {
            return server.data(
                            actor,
                            """
                            mutation ($worker: ID!, $max: Int!, $kinds: [JobKind!]!) {
                              workerLease(input: {workerId: $worker, max: $max, kinds: $kinds}) { leases {
                                jobId attempt fencingToken kind expiresAt recipe isSalvage gpu
                                inputs { sha256 bytes url } } } }""",
                            Map.of(
                                    "worker",
                                    worker,
                                    "max",
                                    max,
                                    "kinds",
                                    kinds.length == 0 ? List.of("RENDER") : List.of(kinds)))
                    .at("/workerLease/leases")
                    .valueStream()
                    .toList();
        }

        /** The state that a heartbeat finds for each of the leases; a render costs ten seconds of CPU from 0 to 1. */
        public List<String> heartbeat(@Nullable Double fraction, JsonNode... leases) {
            List<?> beats = List.of(leases).stream()
                    .map(lease -> fraction == null
                            ? Map.of("lease", reference(lease))
                            : Map.of(
                                    "lease",
                                    reference(lease),
                                    "stage",
                                    "RENDER",
                                    "fraction",
                                    fraction,
                                    "remainingMillis",
                                    1500,
                                    "cost",
                                    Map.of("cpuSeconds", 10 * fraction, "gpuSeconds", 0, "bytesIn", 10, "bytesOut", 0)))
                    .toList();
            return server.data(actor, """
                            mutation ($worker: ID!, $leases: [LeaseProgressInput!]!) {
                              workerHeartbeat(input: {workerId: $worker, leases: $leases}) { leases { jobId state } } }""", Map.of("worker", id, "leases", beats))
                    .at("/workerHeartbeat/leases")
                    .findValuesAsText("state");
        }

        public JsonNode fail(JsonNode lease, boolean isRetryable) {
            return fail(lease, isRetryable, "RENDER_FAILED");
        }

        JsonNode fail(JsonNode lease, boolean isRetryable, String code) {
            return server.data(actor, """
                            mutation ($lease: LeaseInput!, $retry: Boolean!, $code: JobFailureCode!) { workerFail(input: {lease: $lease,
                              code: $code, message: "No.", isRetryable: $retry,
                              cost: {cpuSeconds: 2.5, gpuSeconds: 0, bytesIn: 10, bytesOut: 0}}) {
                              isAccepted userErrors { code } } }""", Map.of("lease", reference(lease), "retry", isRetryable, "code", code))
                    .get("workerFail");
        }

        JsonNode release(JsonNode lease) {
            return server.data(actor, """
                            mutation ($lease: LeaseInput!) { workerRelease(input: {leases: [$lease]}) { releasedJobIds } }""", Map.of("lease", reference(lease))).get("workerRelease");
        }

        JsonNode inspected(JsonNode lease, Map<String, ?> finding) {
            return server.data(actor, """
                            mutation ($lease: LeaseInput!, $finding: FindingInput!) { workerInspectComplete(input: {
                              lease: $lease, finding: $finding,
                              cost: {cpuSeconds: 1, gpuSeconds: 0, bytesIn: 1, bytesOut: 0}}) {
                              isAccepted userErrors { code } } }""", Map.of("lease", reference(lease), "finding", finding))
                    .get("workerInspectComplete");
        }

        public JsonNode startOutput(JsonNode lease, String role, long bytes, String sha256) {
            return server.data(
                            actor,
                            """
                            mutation ($lease: LeaseInput!, $role: OutputRole!, $bytes: Long!, $sha256: String!) {
                              workerOutputStart(input: {lease: $lease, role: $role, bytes: $bytes, sha256: $sha256}) {
                                upload { id partBytes missingParts { number offset bytes url } }
                                userErrors { code path } } }""",
                            Map.of("lease", reference(lease), "role", role, "bytes", bytes, "sha256", sha256))
                    .get("workerOutputStart");
        }

        /** Sends a result; the upload's id. */
        public String send(JsonNode lease, byte[] video)
                throws IOException, InterruptedException, NoSuchAlgorithmException {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(video));
            JsonNode upload = startOutput(lease, "VIDEO", video.length, sha256).get("upload");
            for (JsonNode part : upload.get("missingParts")) {
                URI address = here(part.get("url").asText());
                HttpResponse<String> response = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(address)
                                        .PUT(HttpRequest.BodyPublishers.ofByteArray(video))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).isBetween(200, 299);
            }
            return upload.get("id").asText();
        }

        /** What a presigned address leads to, whatever the server is called in public. */
        public URI here(String url) {
            URI address = URI.create(url);
            return server.uri().resolve(address.getRawPath() + "?" + address.getRawQuery());
        }

        public JsonNode rendered(JsonNode lease, String upload) {
            return rendered(lease, upload, null);
        }

        /** With what was heard. */
        JsonNode rendered(JsonNode lease, String upload, @Nullable String captions) {
            Map<String, @Nullable Object> variables = new HashMap<>();
            variables.put("lease", reference(lease));
            variables.put("upload", upload);
            variables.put("captions", captions);
            return server.data(actor, """
                            mutation ($lease: LeaseInput!, $upload: ID!, $captions: String) { workerRenderComplete(input: {lease: $lease,
                              outputs: [{role: VIDEO, uploadId: $upload, facts: {kind: VIDEO, contentType: "video/mp4",
                                durationMillis: 10000, width: 1080, height: 1920, frameRate: 30, hasAudio: true,
                                warnings: []}}],
                              captions: $captions, warnings: ["Quiet."], cost: {cpuSeconds: 12.5, gpuSeconds: 0, bytesIn: 1, bytesOut: 5}}) {
                              isAccepted userErrors { code path } } }""", variables).get("workerRenderComplete");
        }
    }

    static Map<String, Object> reference(JsonNode lease) {
        return Map.of(
                "jobId", lease.get("jobId").asText(),
                "fencingToken", lease.get("fencingToken").asLong());
    }

    /** Lets the lease of a job end now, as if its worker had not been heard from. */
    void endLease(String job) {
        server.sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE attempt SET lease_until = now() - interval '1 s' WHERE job_id = ? AND ended_at IS NULL",
                        Id.Type.JOB.uuid(job)));
    }
}
