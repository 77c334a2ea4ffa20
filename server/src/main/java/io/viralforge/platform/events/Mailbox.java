package io.viralforge.platform.events;

import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one subscriber has not taken yet: of each key the newest tick, of 1,000 keys at most. */
final class Mailbox implements Pump.Source<Ticks.Tick> {
    private static final int MOST_KEYS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashMap<UUID, Ticks.Tick> pending = new LinkedHashMap<>();
    private final Consumer<Mailbox> onClose;
    private boolean isClosed;

    Mailbox(Consumer<Mailbox> onClose) {
        this.onClose = onClose;
    }

    void put(Ticks.Tick tick) {
        lock.lock();
        try {
            pending.put(tick.key(), tick);
            if (pending.size() > MOST_KEYS) {
                pending.pollFirstEntry();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Ticks.@Nullable Tick next() throws InterruptedException {
        lock.lock();
        try {
            while (pending.isEmpty() && !isClosed) {
                changed.await();
            }
            return isClosed ? null : pending.pollFirstEntry().getValue();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
