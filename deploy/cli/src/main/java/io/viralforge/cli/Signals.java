package io.viralforge.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C and SIGTERM: the first asks the command to stop in good order, by interrupting its thread; the second ends
 * everything at once.
 */
final class Signals implements AutoCloseable {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final CountDownLatch asked = new CountDownLatch(1);

    private Signals() {}

    /** Listens for the thread that calls this. */
    static Signals listen(Terminal terminal) {
        Signals signals = new Signals();
        Thread command = Thread.currentThread();
        for (String name : NAMES) {
            Signal.handle(new Signal(name), signal -> {
                if (!signals.isAsked()) {
                    signals.asked.countDown();
                    command.interrupt();
                } else if (!signal.getName().equals("HUP")) {
                    terminal.note("Stopping at once.");
                    force();
                }
            });
        }
        return signals;
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for the first one. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException _) {
            // That is how it arrives.
        }
    }

    /** The children's own watchers see the end of this process and stop what this misses. */
    private static void force() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }

    @Override
    public void close() {
        for (String name : NAMES) {
            Signal.handle(new Signal(name), SignalHandler.SIG_DFL);
        }
    }
}
