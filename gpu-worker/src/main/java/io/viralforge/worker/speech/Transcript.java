package io.viralforge.worker.speech;

import java.util.List;
import java.util.stream.Collectors;

/** What was heard. */
public record Transcript(List<Word> words) {
    /** Nothing. */
    public static final Transcript EMPTY = new Transcript(List.of());

    public Transcript {
        words = List.copyOf(words);
    }

    /** The words alone, with blanks between them. */
    public String text() {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
