package io.viralforge.cli;

import io.viralforge.client.GraphqlException;
import io.viralforge.local.RunFolder.Holder;
import io.viralforge.types.cli.WorkerList;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What runs, where, how well and with how much memory. */
@CommandLine.Command(
        name = "status",
        description = "What runs in the data folder: processes, memory, health, queue, workers.")
final class StatusCommand extends Command {
    @Mixin
    private DataFolder folder = new DataFolder();

    @Option(names = "--json", description = "As one line of JSON.")
    private boolean isJson;

    /** One process of the installation, with those it started. */
    private record Part(String name, long pid, @Nullable Integer port, long memory) {
        Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("pid", pid);
            map.put("port", port);
            map.put("memoryBytes", memory);
            return map;
        }
    }

    /** @param waiting jobs of the signed-in studio; null when the server cannot be asked */
    private record Queue(
            @Nullable Integer waiting, @Nullable Integer running, List<WorkerList.Worker> workers) {
        static final Queue UNKNOWN = new Queue(null, null, List.of());
    }

    @Override
    Exit run() throws Exception {
        Installation installation = folder.installation();
        @Nullable Holder holder = installation.holder();
        if (holder == null) {
            if (isJson) {
                terminal().raw(JsonLine.of(Map.of("running", false, "dir", installation.folder())));
            } else {
                terminal().result("Nothing runs in " + installation.folder() + ".");
            }
            return Exit.FOLDER;
        }
        List<Part> parts = parts(installation, holder);
        @Nullable URI address = installation.address();
        @Nullable Health health = address == null ? null : Health.of(address);
        Queue queue = address == null ? Queue.UNKNOWN : ask(installation, address);
        if (isJson) {
            terminal().raw(JsonLine.of(json(installation, holder, address, health, parts, queue)));
        } else {
            tell(installation, holder, address, health, parts, queue);
        }
        return Exit.DONE;
    }

    private static List<Part> parts(Installation installation, Holder holder) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("forge", holder.pid(), null, Memory.of(holder.pid())));
        Map<String, Integer> ports = installation.ports();
        installation
                .children()
                .forEach((name, process) ->
                        parts.add(new Part(name, process.pid(), ports.get(name), Memory.ofTree(process))));
        return parts;
    }

    private static Queue ask(Installation installation, URI address) throws InterruptedException {
        try (LocalApi api = LocalApi.open(installation, address, true)) {
            var workers =
                    api.client().execute(new WorkerList().first(100)).workers().nodes();
            var queue = api.client().execute(new io.viralforge.types.cli.QueueLengths());
            return new Queue(
                    queue.waiting().nodes().size(), queue.running().nodes().size(), workers);
        } catch (GraphqlException | Failure _) {
            return Queue.UNKNOWN;
        }
    }

    private void tell(
            Installation installation,
            Holder holder,
            @Nullable URI address,
            @Nullable Health health,
            List<Part> parts,
            Queue queue) {
        Terminal terminal = terminal();
        terminal.result("Data      " + installation.folder());
        terminal.result("Running   since " + holder.since());
        terminal.result("Address   " + (address == null ? "@|yellow still starting|@" : address));
        terminal.result("Health    " + (health == null ? "not known yet" : text(health)));
        terminal.result("");
        for (Part part : parts) {
            terminal.result(String.format(
                    "  %-20s pid %-8d %-12s %6d MB",
                    part.name(),
                    part.pid(),
                    part.port() == null ? "" : "port " + part.port(),
                    part.memory() / 1_000_000));
        }
        terminal.result(String.format("  %-48s %6d MB", "together", together(parts) / 1_000_000));
        terminal.result("");
        if (queue.waiting() != null) {
            terminal.result(
                    "Queue     " + queue.waiting() + " waiting, " + queue.running() + " running (sample studio)");
        }
        for (WorkerList.Worker worker : queue.workers()) {
            terminal.result("Worker    " + worker.name() + ": "
                    + worker.state().name().toLowerCase(java.util.Locale.ROOT) + ", "
                    + worker.leasedJobs() + " jobs, " + worker.capabilities().cores() + " cores, FFmpeg "
                    + worker.capabilities().ffmpeg());
        }
    }

    private static String text(Health health) {
        String status = health.parts().getOrDefault("status", "does not answer");
        String colour = switch (status) {
            case "ready" -> "green";
            case "degraded" -> "yellow";
            default -> "red";
        };
        List<String> down = health.parts().entrySet().stream()
                .filter(part -> part.getValue().equals("down"))
                .map(Map.Entry::getKey)
                .toList();
        return "@|" + colour + " " + status + "|@" + (down.isEmpty() ? "" : ": " + String.join(", ", down) + " down");
    }

    private static Map<String, @Nullable Object> json(
            Installation installation,
            Holder holder,
            @Nullable URI address,
            @Nullable Health health,
            List<Part> parts,
            Queue queue) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("running", true);
        line.put("dir", installation.folder());
        line.put("pid", holder.pid());
        line.put("since", Objects.requireNonNullElse(holder.since(), Instant.EPOCH));
        line.put("url", address);
        line.put("health", health == null ? null : health.parts());
        line.put("processes", parts.stream().map(Part::json).toList());
        line.put("memoryBytes", together(parts));
        line.put("waiting", queue.waiting());
        line.put("rendering", queue.running());
        line.put(
                "workers",
                queue.workers().stream()
                        .map(worker ->
                                Map.of("name", worker.name(), "state", worker.state(), "jobs", worker.leasedJobs()))
                        .toList());
        return line;
    }

    private static long together(List<Part> parts) {
        return parts.stream().mapToLong(Part::memory).sum();
    }
}
