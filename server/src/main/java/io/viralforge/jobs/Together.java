package io.viralforge.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what many threads ask together, as a database commits in groups: who asks while others are being answered
 * waits, and is answered next with all who wait by then. Nobody waits for others to come.
 */
final class Together<Q, A> {
    private final Function<List<Q>, List<A>> answering;
    private final int most;
    private final BlockingQueue<Asked<Q, A>> waiting = new LinkedBlockingQueue<>();
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * @param most questions at once
     * @param answering gives each question its answer, in their order; what it throws is thrown at all of them
     */
    Together(int most, Function<List<Q>, List<A>> answering) {
        this.most = most;
        this.answering = answering;
    }

    A ask(Q question) {
        Asked<Q, A> own = new Asked<>(question);
        waiting.add(own);
        turn.lock();
        try {
            Supplier<A> answer;
            while ((answer = own.answer) == null) {
                answerNext();
            }
            return answer.get();
        } finally {
            turn.unlock();
        }
    }

    /** How many have asked and are not being answered yet. */
    int waiting() {
        return waiting.size();
    }

    private void answerNext() {
        List<Asked<Q, A>> asked = new ArrayList<>();
        waiting.drainTo(asked, most);
        try {
            List<A> answers =
                    answering.apply(asked.stream().map(each -> each.question).toList());
            for (int i = 0; i < asked.size(); i++) {
                A answer = answers.get(i);
                asked.get(i).answer = () -> answer;
            }
        } catch (RuntimeException | Error failure) {
            asked.forEach(each -> each.answer = () -> {
                throw failure;
            });
        }
    }

    /** Its answer is written and read by whoever has the turn. */
    private static final class Asked<Q, A> {
        final Q question;

        @Nullable
        Supplier<A> answer;

        Asked(Q question) {
            this.question = question;
        }
    }
}
