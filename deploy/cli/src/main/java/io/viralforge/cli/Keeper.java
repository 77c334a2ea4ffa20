package io.viralforge.cli;

import io.viralforge.client.GraphqlException;
import io.viralforge.local.LocalServicesException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one program running: when it ends without having been told to, says so in one line and starts it again, after
 * pauses that grow to half a minute while it keeps dying soon.
 */
final class Keeper implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** One that lived this long was well; its next death starts the pauses anew. */
    private static final Duration WELL = Duration.ofMinutes(1);

    /**
     * A program that runs.
     *
     * @param exit completes with its exit code, 128 + n after signal n
     * @param stop stops it in good order and waits for that; does nothing to one that has ended
     */
    record Running(CompletableFuture<Integer> exit, Runnable stop) {}

    /** Starts the program and returns when it runs; ends with an exception when it cannot, or is interrupted. */
    @FunctionalInterface
    interface Starter {
        Running start() throws InterruptedException;
    }

    private final String name;
    private final Starter starter;
    private final Consumer<String> say;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Running program;

    private Keeper(String name, Starter starter, Consumer<String> say, @Nullable Running program) {
        this.name = name;
        this.starter = starter;
        this.say = say;
        this.program = program;
        this.thread = Thread.ofPlatform().daemon().name("keep-" + name).unstarted(this::keep);
    }

    /** Starts a program, returns when it runs, and keeps it; {@code say} hears whenever it has to be started again. */
    static Keeper start(String name, Starter starter, Consumer<String> say) throws InterruptedException {
        Keeper keeper = new Keeper(name, starter, say, starter.start());
        keeper.thread.start();
        return keeper;
    }

    /** Starts a program beside the caller, as often as it takes, and keeps it. */
    static Keeper startBeside(String name, Starter starter, Consumer<String> say) {
        Keeper keeper = new Keeper(name, starter, say, null);
        keeper.thread.start();
        return keeper;
    }

    /** Ends the program of now; a new one follows. */
    void renew() {
        @Nullable Running now = program;
        if (now != null) {
            now.stop().run();
        }
    }

    /** Stops it in good order. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        renew();
    }

    private void keep() {
        Duration pause = SHORTEST;
        while (true) {
            long since = System.nanoTime();
            String end = life();
            if (closed.getCount() == 0) {
                return;
            }
            if (program != null && System.nanoTime() - since > WELL.toNanos()) {
                pause = SHORTEST;
            }
            program = null;
            say.accept(name + " " + end + "; starting it again in " + text(pause) + ".");
            if (isClosedWithin(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
    }

    /** Starts it where it does not run and waits for its end: how it ended, or why it did not start. */
    private String life() {
        try {
            @Nullable Running running = program;
            if (running == null) {
                running = starter.start();
                program = running;
            }
            int code = running.exit().get();
            return code > 128 ? "was ended by signal " + (code - 128) : "ended with code " + code;
        } catch (LocalServicesException | Failure | GraphqlException e) {
            return "did not start (" + firstLine(e.getMessage()) + ")";
        } catch (InterruptedException _) {
            return "is being stopped";
        } catch (ExecutionException | RuntimeException | Error e) {
            // Whatever it is, the program is still wanted, and nobody else would start it again.
            return (program == null ? "did not start" : "was lost sight of") + " (this should not have happened: "
                    + firstLine(e.toString()) + place(e) + ")";
        }
    }

    private static String firstLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }

    private static String place(Throwable e) {
        StackTraceElement[] frames = e.getStackTrace();
        return frames.length == 0 ? "" : ", at " + frames[0];
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    private static String text(Duration pause) {
        return pause.toMillis() < 1000 ? pause.toMillis() + " ms" : pause.toSeconds() + " s";
    }
}
