package io.viralforge.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cue's text as it is read, letter by letter, and the times that stand between its words. */
final class TimedWords {
    private final StringBuilder text = new StringBuilder();
    /** When words begin, by their numbers from 0, of those of which it is told. */
    private final SortedMap<Integer, Duration> told = new TreeMap<>();

    private int words;
    private boolean isInWord;
    /** Told, and no word came after it yet. */
    private @Nullable Duration pending;

    void add(int character) {
        text.appendCodePoint(character);
        int kept = Words.kept(character);
        if (kept < 0) {
            return;
        }
        boolean begins = !Character.isWhitespace(kept) && !isInWord;
        isInWord = !Character.isWhitespace(kept);
        if (begins && pending != null) {
            told.put(words, pending);
        }
        if (begins) {
            words++;
        }
        // Between the letters of a word a time says nothing about where the next one begins.
        pending = isInWord ? null : pending;
    }

    /** A time that stands here. */
    void at(Duration time) {
        pending = time;
    }

    /**
     * What was read, as a cue; null: no words.
     *
     * @throws InvalidRecipeException when that is no cue
     */
    @Nullable
    Cue cue(Duration from, Duration to) {
        String clean = Words.clean(text.toString());
        if (clean.isEmpty()) {
            return null;
        }
        var cue = new Cue(from, to, clean);
        return told.isEmpty() ? cue : new Cue(from, to, clean, starts(cue));
    }

    /** All words' times from some words'; those in between are spread. A time that is out of order is passed over. */
    private List<Duration> starts(Cue cue) {
        List<String> all = cue.words();
        var starts = new ArrayList<Duration>(all.size());
        Duration from = cue.from();
        for (var entry : told.entrySet()) {
            Duration start = entry.getValue();
            if (start.compareTo(from) >= 0 && start.compareTo(cue.to()) <= 0) {
                starts.addAll(Words.spread(all.subList(starts.size(), entry.getKey()), from, start));
                from = start;
            }
        }
        starts.addAll(Words.spread(all.subList(starts.size(), all.size()), from, cue.to()));
        return starts;
    }
}
