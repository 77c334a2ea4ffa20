package io.viralforge.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The networks on this machine: one server on a loopback port that speaks the protocols of all of them, keeps everything
 * in memory, and forgets it when it is closed. Why it is, and which rules it follows: docs/adr/0131.
 */
public final class Sandbox implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);

    private final SandboxClock clock;
    private final Faults faults = new Faults();
    private final Conditions conditions = new Conditions();
    private final Youtube youtube;
    private final Tiktok tiktok;
    private final List<Network> networks;
    private final Front front;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    private Sandbox(int port, SandboxClock clock) throws IOException {
        this.clock = clock;
        youtube = new Youtube(clock, conditions, faults);
        tiktok = new Tiktok(clock, conditions, faults);
        networks = List.of(youtube, tiktok);
        front = new Front(port, networks, new Pages(this), faults);
        clock.onAdvance(tiktok::tick);
        // For what happens by itself while a running clock passes, and for what is due at once on a standing one.
        var _ = ticker.scheduleWithFixedDelay(tiktok::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Starts it.
     *
     * @param port 0: any that is free
     * @throws IOException when the port is taken
     */
    public static Sandbox start(int port, SandboxClock clock) throws IOException {
        return new Sandbox(port, clock);
    }

    /** Where all networks are, such as http://127.0.0.1:8090, without a slash at its end. */
    public URI address() {
        return front.address();
    }

    /** What a server is told by its environment to use this sandbox: setting by name. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("VIRALFORGE_YOUTUBE_URL", address().toString());
        settings.put("VIRALFORGE_YOUTUBE_CLIENT_ID", youtube.clientId());
        settings.put("VIRALFORGE_YOUTUBE_CLIENT_SECRET", youtube.clientSecret());
        settings.put("VIRALFORGE_TIKTOK_URL", address().toString());
        settings.put("VIRALFORGE_TIKTOK_CLIENT_KEY", tiktok.clientKey());
        settings.put("VIRALFORGE_TIKTOK_CLIENT_SECRET", tiktok.clientSecret());
        return settings;
    }

    /** Lets both networks send people back to this address, which is compared letter by letter. */
    public void register(URI redirect) {
        youtube.register(redirect);
        tiktok.register(redirect);
    }

    public SandboxClock clock() {
        return clock;
    }

    /** What goes wrong with single requests. */
    public Faults faults() {
        return faults;
    }

    /** How the networks are for the time being. */
    public Conditions conditions() {
        return conditions;
    }

    public Youtube youtube() {
        return youtube;
    }

    public Tiktok tiktok() {
        return tiktok;
    }

    /** Everything that was published to any network, those deleted too, each network's latest last. */
    public List<Published> published() {
        return networks.stream().map(Network::published).flatMap(List::stream).toList();
    }

    /** How often this was asked for, with those that went wrong. */
    public long count(Operation operation) {
        return front.count(operation);
    }

    /** Breaks all connections and forgets everything. */
    @Override
    public void close() {
        ticker.shutdownNow();
        tiktok.close();
        front.close();
    }
}
