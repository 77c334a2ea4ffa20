package io.viralforge.cli;

import io.viralforge.cli.LocalApi.Studio;
import io.viralforge.client.GraphqlException;
import io.viralforge.local.RunFolder.Holder;
import io.viralforge.types.cli.QueueLengths;
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
        description = "Says what runs in the data folder: processes, memory, health, queues, workers.",
        footer = {"", "Ends with 4 when nothing runs."})
final class StatusCommand extends Command {
    @Option(names = "--json", description = "Say it as one line of JSON.")
    private boolean isJson;

    @Mixin
    private DataFolder folder = new DataFolder();

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

    /** The jobs of one studio. */
    private record Queue(String studio, int waiting, int running) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("studio", studio);
            map.put("waiting", waiting);
            map.put("running", running);
            return map;
        }
    }

    /**
     * What the server tells.
     *
     * @param workers null when it could not be asked
     */
    private record Work(List<Queue> queues, @Nullable List<WorkerList.Worker> workers) {}

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
        Work work = address == null || health == null || !health.isReady()
                ? new Work(List.of(), null)
                : ask(installation, address);
        if (isJson) {
            terminal().raw(JsonLine.of(json(installation, holder, address, health, parts, work)));
        } else {
            tell(installation, holder, address, health, parts, work);
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

    /** Whoever looks changes nothing: only studios that are there are asked, and no session stays. */
    private static Work ask(Installation installation, URI address) throws InterruptedException {
        List<Queue> queues = new ArrayList<>();
        @Nullable List<WorkerList.Worker> workers = null;
        for (Studio studio : Studio.EXISTING) {
            try (LocalApi api = LocalApi.open(installation, address, studio)) {
                QueueLengths.Data queue = api.client().execute(new QueueLengths());
                queues.add(new Queue(
                        api.session().viewer().studio().name(),
                        queue.waiting().nodes().size(),
                        queue.running().nodes().size()));
                if (workers == null) { // The installation's, whichever studio asks.
                    workers = api.client()
                            .execute(new WorkerList().first(100))
                            .workers()
                            .nodes();
                }
            } catch (GraphqlException | Failure _) {
                // No such studio, or no answer just now: what is not known is not shown.
            }
        }
        return new Work(queues, workers);
    }

    private void tell(
            Installation installation,
            Holder holder,
            @Nullable URI address,
            @Nullable Health health,
            List<Part> parts,
            Work work) {
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
        for (Queue queue : work.queues()) {
            terminal.result("Queue     " + queue.waiting() + " waiting, " + queue.running() + " running in studio "
                    + queue.studio());
        }
        for (WorkerList.Worker worker : Objects.requireNonNullElse(work.workers(), List.<WorkerList.Worker>of())) {
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
            Work work) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("running", true);
        line.put("dir", installation.folder());
        line.put("pid", holder.pid());
        line.put("since", Objects.requireNonNullElse(holder.since(), Instant.EPOCH));
        line.put("url", address);
        line.put("health", health == null ? null : health.parts());
        line.put("processes", parts.stream().map(Part::json).toList());
        line.put("memoryBytes", together(parts));
        line.put("queues", work.queues().stream().map(Queue::json).toList());
        line.put(
                "workers",
                work.workers() == null
                        ? null
                        : work.workers().stream().map(StatusCommand::json).toList());
        return line;
    }

    private static Map<String, Object> json(WorkerList.Worker worker) {
        return Map.of("name", worker.name(), "state", worker.state(), "jobs", worker.leasedJobs());
    }

    private static long together(List<Part> parts) {
        return parts.stream().mapToLong(Part::memory).sum();
    }
}
