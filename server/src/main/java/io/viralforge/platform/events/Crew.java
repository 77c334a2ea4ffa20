package io.viralforge.platform.events;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes what is due, again and again, and works on some of it at once, each on a thread of its own. */
public final class Crew {
    private final String name;
    private final Semaphore places;
    private final Wake wake;
    private final Duration look;
    private final Supplier<@Nullable Runnable> take;
    private final Loop loop;

    /**
     * One that is at work from now on.
     *
     * @param look how often it looks without being woken
     * @param take the work that is due longest, taken so that nobody else takes it; null: nothing is due
     */
    public Crew(String name, int atOnce, Wake wake, Duration look, Supplier<@Nullable Runnable> take) {
        this.name = name;
        this.places = new Semaphore(atOnce);
        this.wake = wake;
        this.look = look;
        this.take = take;
        this.loop = Loop.start(name, this::round);
    }

    /** Takes nothing more. What is under way goes on, and is another's once its lease is over. */
    public void stop() {
        loop.stop(wake);
    }

    private void round() throws InterruptedException {
        wake.await(look.toMillis());
        boolean isMore = true;
        while (isMore) {
            places.acquire();
            Runnable work = null;
            try {
                work = take.get();
            } finally {
                if (work == null) {
                    places.release();
                }
            }
            isMore = work != null;
            if (work != null) {
                begin(work);
            }
        }
    }

    private void begin(Runnable work) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } finally {
                places.release();
            }
        });
    }
}
