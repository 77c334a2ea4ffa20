package io.viralforge.trends;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Asks networks, all at the same time: it takes as long as the slowest. Each is asked no more than its allowance, and left
 * alone when it asks for that or keeps failing; all replicas count together.
 */
@Singleton
final class Sources {
    private record Asked(Network network, Look look) {}

    private final List<TrendSource> all;
    private final Visits visits;

    Sources(List<TrendSource> all, Visits visits) {
        this.all = all.stream()
                .sorted(Comparator.comparing(source -> source.network().name()))
                .toList();
        this.visits = visits;
    }

    /** By name. */
    List<TrendSource> all() {
        return all;
    }

    List<Network> networks() {
        return all.stream().map(TrendSource::network).toList();
    }

    Set<String> ids() {
        return networks().stream().map(Network::id).collect(Collectors.toSet());
    }

    /** Those that a brief names. */
    List<Network> asked(Brief brief) {
        return networks().stream().filter(brief::asks).toList();
    }

    /**
     * Returns when the last has answered.
     *
     * @param asked which ones
     * @param tell is told each one's answer as it comes, on the thread that calls
     */
    void ask(Question question, Collection<Network> asked, Asker asker, BiConsumer<Network, Look> tell) {
        List<Visits.Errand> errands = all.stream()
                .filter(source -> asked.contains(source.network()))
                .map(source -> Visits.Errand.of(source, question, asker))
                // One that has nothing to say to it, such as feeds where none is named, is not asked.
                .filter(errand -> !errand.isEmpty())
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ExecutorCompletionService<Asked>(threads);
            errands.forEach(errand -> answers.submit(() -> new Asked(errand.network(), visits.make(errand))));
            try {
                for (int i = 0; i < errands.size(); i++) {
                    Asked answer = answers.take().get();
                    tell.accept(answer.network, answer.look);
                }
            } catch (InterruptedException stopped) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof RuntimeException fault
                        ? fault
                        : new CodedException(ErrorCode.INTERNAL, "A network could not be asked.", e);
            }
        }
    }
}
