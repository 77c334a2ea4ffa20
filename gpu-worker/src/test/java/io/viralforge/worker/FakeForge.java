package io.viralforge.worker;

import io.viralforge.client.FakeServer;
import io.viralforge.client.FakeServer.Request;
import io.viralforge.client.FakeServer.Response;
import io.viralforge.client.FakeSocket;
import io.viralforge.client.Json;
import io.viralforge.recipe.Recipe;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server as a worker meets it: leases, heartbeats, presigned addresses and settlements, and any of it going wrong. */
final class FakeForge implements AutoCloseable {
    private static final int PART = 1000;

    final FakeServer http = new FakeServer();
    /** What happened, as "operation job": tests wait for it. */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    /** Inputs of the settlements, by job. */
    final ConcurrentMap<String, Map<String, @Nullable Object>> settled = new ConcurrentHashMap<>();
    /** The last progress that was reported, by job. */
    final ConcurrentMap<String, Map<String, @Nullable Object>> progress = new ConcurrentHashMap<>();
    /** Parts that were PUT, by upload and number. */
    final ConcurrentMap<String, byte[]> parts = new ConcurrentHashMap<>();

    final AtomicInteger downloads = new AtomicInteger();
    /** What the next heartbeats answer for a job, instead of HELD. */
    final ConcurrentMap<String, String> states = new ConcurrentHashMap<>();
    /** Answers of these operations are lost, though they are carried out; counted down. */
    final ConcurrentMap<String, AtomicInteger> lostAnswers = new ConcurrentHashMap<>();
    /** Answers of these operations are this code, and nothing is carried out. */
    final ConcurrentMap<String, String> errors = new ConcurrentHashMap<>();

    volatile boolean isRevoked;
    volatile boolean isWorkerKnown = true;
    volatile boolean isDrainingSeen;
    /** What an operator wants. */
    volatile boolean isToDrain;

    volatile int heartbeatMillis = 30;
    /** What each job that is put into the queue from now on needs. */
    volatile int cores = 4;

    volatile long memoryBytes = 1 << 20;

    volatile @Nullable Integer gpu;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Deque<Map<String, @Nullable Object>> queue = new ArrayDeque<>();
    private final Map<String, Long> leases = new HashMap<>();
    private final Map<String, Map<String, @Nullable Object>> uploads = new HashMap<>();
    private final Set<FakeSocket> listeners = ConcurrentHashMap.newKeySet();
    private long fence = 100;

    FakeForge() throws IOException {
        http.on("POST", "/graphql", this::graphql)
                .on("GET", "/file/", this::download)
                .on("PUT", "/part/", this::upload)
                .onSocket("/graphql", this::listen);
    }

    /** Puts a job into the queue; its one input is served under its digest. */
    void enqueue(String job, String kind, byte[] input) {
        enqueue(job, kind, input, input);
    }

    /** The same, with other bytes served than were announced. */
    synchronized void enqueue(String job, String kind, byte[] input, byte[] served) {
        var sha256 = sha256(input);
        files.put(sha256, served);
        Map<String, @Nullable Object> order = new HashMap<>();
        order.put("jobId", job);
        order.put("attempt", 1);
        order.put("kind", kind);
        order.put("isSalvage", false);
        order.put("cores", cores);
        order.put("memoryBytes", memoryBytes);
        order.put("gpu", gpu);
        order.put("recipe", kind.equals("RENDER") ? Recipe.DEFAULT.canonical() : null);
        order.put(
                "inputs",
                List.of(Map.of(
                        "sha256",
                        sha256,
                        "bytes",
                        input.length,
                        "url",
                        http.uri("/file/" + sha256).toString())));
        queue.add(order);
    }

    void signal(String kind) throws IOException {
        for (var listener : listeners) {
            listener.next("{\"workerSignals\":{\"kind\":\"" + kind + "\"}}");
        }
    }

    /** Waits until something has happened; what happened before it is forgotten. */
    void await(String event) throws InterruptedException {
        await(event, Duration.ofSeconds(20));
    }

    void await(String event, Duration limit) throws InterruptedException {
        var seen = new LinkedHashSet<String>();
        for (long end = System.nanoTime() + limit.toNanos(); System.nanoTime() < end; ) {
            var next = events.poll(100, TimeUnit.MILLISECONDS);
            if (next != null) {
                seen.add(next);
                if (next.equals(event)) {
                    return;
                }
            }
        }
        throw new AssertionError("waited for \"" + event + "\", saw " + seen);
    }

    @Override
    public void close() {
        http.close();
    }

    private Response graphql(Request request) throws IOException {
        if (isRevoked) {
            return Response.json(401, error("UNAUTHENTICATED"));
        }
        var body = Json.object(request.text());
        var operation = String.valueOf(body.get("operationName"));
        var wrong = errors.get(operation);
        if (wrong != null) {
            return Response.json(200, error(wrong));
        }
        var input = object(object(body, "variables"), "input");
        var answer = answer(operation, input);
        var lost = lostAnswers.get(operation);
        if (lost != null && lost.getAndDecrement() > 0) {
            return Response.cut();
        }
        return Response.json(200, answer);
    }

    private synchronized String answer(String operation, Map<String, @Nullable Object> input) {
        return switch (operation) {
            case "WorkerRegister" -> {
                isWorkerKnown = true;
                events.add("register");
                yield data(
                        "workerRegister",
                        Map.of(
                                "worker",
                                Map.of("id", "worker_1"),
                                "heartbeatMillis",
                                heartbeatMillis,
                                "leaseMillis",
                                90,
                                "userErrors",
                                List.of()));
            }
            case "WorkerLease" ->
                isWorkerKnown
                        ? data("workerLease", Map.of("leases", lease(input), "userErrors", List.of()))
                        : error("NOT_FOUND");
            case "WorkerHeartbeat" ->
                isWorkerKnown
                        ? data(
                                "workerHeartbeat",
                                Map.of("leases", heartbeat(input), "isToDrain", isToDrain, "userErrors", List.of()))
                        : error("NOT_FOUND");
            case "WorkerOutputStart" -> startOutput(input);
            case "WorkerRelease" -> {
                var released = new ArrayList<String>();
                for (var lease : objects(input, "leases")) {
                    var job = text(lease, "jobId");
                    if (isHeld(lease)) {
                        leases.remove(job);
                        released.add(job);
                        events.add("release " + job);
                    }
                }
                yield data("workerRelease", Map.of("releasedJobIds", released, "userErrors", List.of()));
            }
            case "WorkerRenderComplete", "WorkerInspectComplete", "WorkerFail" -> settle(operation, input);
            default -> error("BAD_REQUEST");
        };
    }

    private List<Map<String, @Nullable Object>> lease(Map<String, @Nullable Object> input) {
        var kinds = (List<?>) Objects.requireNonNull(input.get("kinds"));
        long max = ((Number) Objects.requireNonNull(input.get("max"))).longValue();
        var taken = new ArrayList<Map<String, @Nullable Object>>();
        for (var order : List.copyOf(queue)) {
            if (taken.size() < max && kinds.contains(order.get("kind")) && fits(order, input)) {
                queue.remove(order);
                order.put("fencingToken", ++fence);
                leases.put(text(order, "jobId"), fence);
                taken.add(order);
                events.add("lease " + text(order, "jobId"));
            }
        }
        return taken;
    }

    private static boolean fits(Map<String, @Nullable Object> order, Map<String, @Nullable Object> input) {
        return isWithin(order.get("cores"), input.get("freeCores"))
                && isWithin(order.get("memoryBytes"), input.get("freeMemoryBytes"));
    }

    private static boolean isWithin(@Nullable Object wanted, @Nullable Object free) {
        return free == null
                || (wanted instanceof Number some
                        && free instanceof Number room
                        && some.longValue() <= room.longValue());
    }

    private List<Map<String, Object>> heartbeat(Map<String, @Nullable Object> input) {
        isDrainingSeen |= Boolean.TRUE.equals(input.get("isDraining"));
        events.add("heartbeat");
        var answers = new ArrayList<Map<String, Object>>();
        for (var each : objects(input, "leases")) {
            var lease = object(each, "lease");
            var job = text(lease, "jobId");
            progress.put(job, each);
            var state = states.getOrDefault(job, isHeld(lease) ? "HELD" : "LOST");
            answers.add(Map.of(
                    "jobId", job,
                    "fencingToken", Objects.requireNonNull(lease.get("fencingToken")),
                    "state", state));
            events.add("heartbeat " + job);
        }
        return answers;
    }

    private String startOutput(Map<String, @Nullable Object> input) {
        var lease = object(input, "lease");
        if (!isHeld(lease)) {
            Map<String, @Nullable Object> payload = new HashMap<>();
            payload.put("upload", null);
            payload.put("userErrors", List.of(leaseLost()));
            return data("workerOutputStart", payload);
        }
        var id = "upload_" + text(lease, "jobId") + "_" + text(input, "role");
        uploads.put(id, input);
        events.add("output " + id);
        long bytes = ((Number) Objects.requireNonNull(input.get("bytes"))).longValue();
        var missing = new ArrayList<Map<String, Object>>();
        for (int number = 1; (number - 1L) * PART < bytes; number++) {
            var key = id + "/" + number;
            if (!parts.containsKey(key)) {
                long offset = (number - 1L) * PART;
                missing.add(Map.of(
                        "number",
                        number,
                        "offset",
                        offset,
                        "bytes",
                        Math.min(PART, bytes - offset),
                        "url",
                        http.uri("/part/" + key).toString()));
            }
        }
        return data(
                "workerOutputStart",
                Map.of(
                        "upload",
                        Map.of("id", id, "partBytes", PART, "missingParts", missing),
                        "userErrors",
                        List.of()));
    }

    private String settle(String operation, Map<String, @Nullable Object> input) {
        var field = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
        var lease = object(input, "lease");
        var job = text(lease, "jobId");
        events.add(field + " " + job);
        if (!isHeld(lease) && !settled.containsKey(job)) {
            return data(field, Map.of("isAccepted", false, "userErrors", List.of(leaseLost())));
        }
        settled.put(job, input);
        leases.remove(job);
        events.add("settled " + job);
        return data(field, Map.of("isAccepted", true, "userErrors", List.of()));
    }

    private boolean isHeld(Map<String, @Nullable Object> lease) {
        return Objects.equals(leases.get(text(lease, "jobId")), lease.get("fencingToken"));
    }

    /** Gives a job's lease to somebody else. */
    synchronized void giveAway(String job) {
        leases.put(job, ++fence);
    }

    private Response download(Request request) {
        downloads.incrementAndGet();
        var file = files.get(request.target().substring("/file/".length()));
        return file == null ? Response.status(404) : Response.bytes(200, file);
    }

    private Response upload(Request request) {
        parts.put(request.target().substring("/part/".length()), request.body());
        return Response.status(200);
    }

    private void listen(FakeSocket socket) throws IOException {
        if (isRevoked) {
            socket.receive();
            socket.close(4403, "Forbidden");
            return;
        }
        socket.accept();
        listeners.add(socket);
        events.add("listening");
        try {
            for (var message = socket.receive(); message != null; message = socket.receive()) {
                if ("ping".equals(message.get("type"))) {
                    socket.send("{\"type\":\"pong\"}");
                }
            }
        } finally {
            listeners.remove(socket);
        }
    }

    /** All bytes of an upload. */
    byte[] uploaded(String upload) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (int number = 1; parts.containsKey(upload + "/" + number); number++) {
            all.write(Objects.requireNonNull(parts.get(upload + "/" + number)));
        }
        return all.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> leaseLost() {
        return Map.of("code", "LEASE_LOST", "message", "Gone.", "path", List.of("input", "lease"));
    }

    private static String data(String field, Map<String, ? extends @Nullable Object> payload) {
        return Json.text(Map.of("data", Map.of(field, payload)));
    }

    private static String error(String code) {
        return Json.text(Map.of("errors", List.of(Map.of("message", "It failed", "extensions", Map.of("code", code)))));
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> map, String key) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(map.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> map, String key) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(map.get(key), key);
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        return String.valueOf(map.get(key));
    }
}
