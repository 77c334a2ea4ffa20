package io.viralforge.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A replica in a JVM of its own, so that what it holds can be told from what the tests hold. */
public final class ReplicaProcess implements AutoCloseable {
    private static final String READY = "ViralForge listens on ";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /**
     * What it holds after all garbage was collected, in bytes.
     *
     * @param heap objects that live
     * @param outside what the JVM has from the system besides the heap: threads, buffers, code
     */
    public record Memory(long heap, long outside) {
        public long both() {
            return heap + outside;
        }
    }

    private final Process process;
    private final URI uri;

    private ReplicaProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    static ReplicaProcess start(Map<String, Object> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-XX:NativeMemoryTracking=summary",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.viralforge.Main"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("replica").start(() -> read(process, ready));
        return new ReplicaProcess(process, ready.orTimeout(2, TimeUnit.MINUTES).join());
    }

    private static void read(Process process, CompletableFuture<URI> ready) {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length())));
                }
            }
        } catch (IOException gone) {
            said.add(gone.toString());
        }
        ready.completeExceptionally(new IllegalStateException(String.join("\n", said)));
    }

    public URI uri() {
        return uri;
    }

    public Memory memory() throws IOException, InterruptedException {
        tell("GC.run");
        String summary = tell("VM.native_memory", "summary", "scale=KB");
        long heap = Math.round(metrics()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum());
        return new Memory(heap, committed(summary, "Total") - committed(summary, "Java Heap"));
    }

    /** A figure that it tells of itself, 0 when it tells none of this name. */
    public double metric(String name) throws IOException, InterruptedException {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String metrics() throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    private String tell(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid())));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return said;
    }

    private static long committed(String summary, String part) {
        Matcher found = Pattern.compile(Pattern.quote(part) + ".*?committed=(\\d+)KB", Pattern.DOTALL)
                .matcher(summary);
        if (!found.find()) {
            throw new IllegalStateException(summary);
        }
        return Long.parseLong(found.group(1)) << 10;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
