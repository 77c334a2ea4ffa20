package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.cli.Keeper.Running;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KeeperTest {
    private final BlockingQueue<CompletableFuture<Integer>> started = new LinkedBlockingQueue<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger stops = new AtomicInteger();

    @Test
    void whatDiesIsStartedAgainAndSaidInOneLine() throws Exception {
        try (Keeper _ = Keeper.start("Redis", this::begin, said::add)) {
            next().complete(137);
            awaitStart();
            assertThat(said).containsExactly("Redis was ended by signal 9; starting it again in 500 ms.");
        }
    }

    @Test
    void thePausesGrowWhileItKeepsDying() throws Exception {
        try (Keeper _ = Keeper.start("The server", this::begin, said::add)) {
            next().complete(1);
            next().complete(1);
            awaitStart();
            assertThat(said)
                    .containsExactly(
                            "The server ended with code 1; starting it again in 500 ms.",
                            "The server ended with code 1; starting it again in 1 s.");
        }
    }

    @Test
    void aFirstStartThatFailsFailsForTheCaller() {
        assertThatThrownBy(() -> Keeper.start("PostgreSQL", () -> fail("No room."), said::add))
                .hasMessage("No room.");
        assertThat(said).isEmpty();
    }

    @Test
    void oneThatStartsBesideIsTriedAgainUntilItRuns() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Keeper _ = Keeper.startBeside(
                "Cassandra", () -> tries.incrementAndGet() == 1 ? fail("No memory.\nDetails") : begin(), said::add)) {
            awaitStart();
            assertThat(said).containsExactly("Cassandra did not start (No memory.); starting it again in 500 ms.");
        }
    }

    @Test
    void whatNobodyForesawIsSaidAndTheProgramIsStartedAllTheSame() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Keeper _ = Keeper.startBeside(
                "The worker",
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("half a token");
                    }
                    return begin();
                },
                said::add)) {
            awaitStart();
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("The worker did not start (this should not have happened:"
                            + " java.lang.IllegalStateException: half a token, at io.viralforge.cli.KeeperTest")
                    .endsWith("; starting it again in 500 ms.");
        }
    }

    @Test
    void aProgramWhoseEndCannotBeAwaitedIsStartedAgain() throws Exception {
        try (Keeper _ = Keeper.start("Redis", this::begin, said::add)) {
            next().completeExceptionally(new IllegalStateException("no such process"));
            awaitStart();
            assertThat(said).singleElement().asString().contains("Redis was lost sight of", "no such process");
        }
    }

    @Test
    void aCloseStopsWhatRunsAndStartsNothingMore() throws Exception {
        Keeper keeper = Keeper.start("The worker", this::begin, said::add);
        awaitStart();
        keeper.close();
        assertThat(stops).hasValue(1);
        assertThat(started).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void aCloseDuringAPauseStartsNothingMore() throws Exception {
        Keeper keeper = Keeper.start("The worker", this::begin, said::add);
        next().complete(1);
        keeper.close();
        assertThat(started).isEmpty();
    }

    private Running begin() {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        started.add(exit);
        return new Running(exit, () -> {
            stops.incrementAndGet();
            exit.complete(0);
        });
    }

    private static Running fail(String sentence) {
        throw new Failure(Exit.FAILED, sentence);
    }

    private void awaitStart() throws InterruptedException {
        assertThat(next()).isNotDone();
    }

    private CompletableFuture<Integer> next() throws InterruptedException {
        CompletableFuture<Integer> exit = started.poll(20, TimeUnit.SECONDS);
        assertThat(exit).isNotNull();
        return exit;
    }
}
