package io.viralforge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A script of src/test/js at work, with the packages its lock file names. Speaks JSON, one object a line. */
public final class NodeScript implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 150;

    private final Process process;
    private final Writer input;
    private final LinkedBlockingQueue<JsonNode> output = new LinkedBlockingQueue<>();
    private final List<JsonNode> put = new ArrayList<>();

    private NodeScript(Path folder, String script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /** Starts a script; the test is skipped where there is no node or no way to its packages. */
    public static NodeScript start(String script, String... arguments) {
        try {
            return new NodeScript(NpmFolder.of("js"), script, List.of(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command. */
    public void send(Map<String, ?> command) {
        try {
            input.write(JSON.writeValueAsString(command) + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that fits; the others are kept for later. */
    public JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        for (JsonNode line : put) {
            if (wanted.test(line)) {
                put.remove(line);
                return line;
            }
        }
        while (true) {
            JsonNode line = output.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the script has not said that; it said: " + put);
            }
            if (wanted.test(line)) {
                return line;
            }
            put.add(line);
        }
    }

    /** As {@link #await}, but gives up after a fifth of a second. */
    public @Nullable JsonNode poll(Predicate<JsonNode> wanted) throws InterruptedException {
        JsonNode line;
        while ((line = output.poll(200, TimeUnit.MILLISECONDS)) != null) {
            put.add(line);
        }
        for (JsonNode candidate : put) {
            if (wanted.test(candidate)) {
                put.remove(candidate);
                return candidate;
            }
        }
        return null;
    }

    /** All lines until the script ends by itself. */
    public List<JsonNode> finish() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the script goes on and on");
        }
        List<JsonNode> lines = new ArrayList<>();
        JsonNode line;
        while ((line = output.poll(1, TimeUnit.SECONDS)) != null) {
            lines.add(line);
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                output.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
