package io.viralforge.cli;

import io.viralforge.local.Service;
import io.viralforge.local.StartListener;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a start: what is unpacked and how much, what is made, and nothing of what goes without saying. */
final class StartView implements StartListener, AutoCloseable {
    private final Terminal terminal;
    private final Map<Service, Long> done = new EnumMap<>(Service.class);
    private final Map<Service, Long> total = new EnumMap<>(Service.class);
    private @Nullable Progress unpacking;

    StartView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void on(Service service, Phase phase, long bytes, long ofBytes) {
        switch (phase) {
            case UNPACK -> unpacked(service, bytes, ofBytes);
            case INITIALISE -> {
                endUnpacking();
                terminal.note("Making " + name(service) + "'s data folder.");
            }
            case START, READY -> {}
        }
    }

    synchronized void say(String line) {
        endUnpacking();
        terminal.note(line);
    }

    private void unpacked(Service service, long bytes, long ofBytes) {
        if (unpacking == null) {
            unpacking = Progress.ofBytes(
                    terminal, "Unpacking " + name(service) + " (" + (ofBytes + 500_000) / 1_000_000 + " MB)", ofBytes);
        }
        done.put(service, bytes);
        total.put(service, ofBytes);
        unpacking.total(total.values().stream().mapToLong(Long::longValue).sum());
        unpacking.to(done.values().stream().mapToLong(Long::longValue).sum());
    }

    private void endUnpacking() {
        boolean isComplete = done.equals(total);
        if (unpacking != null && isComplete) {
            unpacking.close();
            unpacking = null;
        }
    }

    static String name(Service service) {
        return switch (service) {
            case POSTGRES -> "PostgreSQL";
            case REDIS -> "Redis";
            case CASSANDRA -> "Cassandra";
            case S3 -> "S3";
        };
    }

    @Override
    public synchronized void close() {
        if (unpacking != null) {
            unpacking.close();
            unpacking = null;
        }
    }
}
