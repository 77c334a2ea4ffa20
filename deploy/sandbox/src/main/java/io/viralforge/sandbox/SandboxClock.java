package io.viralforge.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What time it is at the networks; set apart from the real time it is a wrong clock. */
public final class SandboxClock implements InstantSource {
    private final InstantSource base;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Duration ahead = Duration.ZERO;

    private SandboxClock(InstantSource base) {
        this.base = base;
    }

    /** Goes on as the machine's does. */
    public static SandboxClock running() {
        return new SandboxClock(InstantSource.system());
    }

    /** Stands still until it is moved. */
    public static SandboxClock standing(Instant at) {
        return new SandboxClock(InstantSource.fixed(at));
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead);
    }

    /** Moves it on, or back where the duration is negative; what is due by then has happened when this returns. */
    public synchronized void advance(Duration by) {
        ahead = ahead.plus(by);
        listeners.forEach(Runnable::run);
    }

    void onAdvance(Runnable listener) {
        listeners.add(listener);
    }
}
