package io.viralforge.forecast;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replays sightings as if they came now: every cohort is forecast by what was known before it. */
public final class Backtest {
    /** About half a kilobyte each. */
    private static final int MOST_TRUTHS = 400_000;

    private final Terms terms;
    private final @Nullable LocalDate from;

    /** Hears how it goes, and is handed what is forecast. */
    public interface Listener {
        /** The sightings have been read. */
        void read(long rows, int slots);

        /** So many slots have been replayed. */
        void replayed(int slots);

        /** One more forecast; those of one cohort follow each other. */
        void forecast(String cohort, Forecast forecast) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param rows that were read
     * @param steps pairs of sightings in which a surge might have been found
     */
    public record Result(Judgement judgement, long rows, long forecasts, long steps, long surges) {}

    /**
     * One that is to be run.
     *
     * @param from the first cohort that is handed out and judged; those before it only teach
     */
    public Backtest(Terms terms, @Nullable LocalDate from) {
        this.terms = terms;
        this.from = from;
    }

    /**
     * Replays sightings, gzipped or not; closes nothing.
     *
     * @throws UnreadableSightingsException when they are none
     */
    public Result run(InputStream sightings, Listener listener) throws IOException, InterruptedException {
        Timeline timeline = new Timeline(terms);
        long rows = timeline.read(sightings);
        listener.read(rows, timeline.length());
        return new Replay(listener).run(timeline, rows);
    }

    private final class Replay {
        private final Listener listener;
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        private final String first = from == null ? "" : from.toString();
        private long forecasts;
        private long steps;
        private long surges;

        Replay(Listener listener) {
            this.listener = listener;
        }

        Result run(Timeline timeline, long rows) throws IOException, InterruptedException {
            Live live = new Live(terms, MOST_TRUTHS, null, outcomes::add);
            int slots = 0;
            for (Timeline.Slot slot = timeline.next(); slot != null; slot = timeline.next()) {
                String name = terms.name(slot.number());
                Live.Turn turn = live.observe(slot);
                for (Forecast forecast : turn.forecasts()) {
                    if (name.compareTo(first) >= 0) {
                        listener.forecast(name, forecast);
                        forecasts++;
                    }
                }
                surges += turn.breaks().size();
                for (Observation seen : slot.seen()) {
                    steps += known.add(seen.item()) ? 0 : 1;
                }
                listener.replayed(++slots);
            }
            return new Result(Judgement.of(outcomes, terms, first), rows, forecasts, steps, surges);
        }
    }
}
