package io.viralforge.recipe;

import java.time.Duration;
import java.util.List;

/** The kinds of document that captions are read from. */
public enum CaptionFormat {
    /** WebVTT, https://www.w3.org/TR/webvtt1/. */
    VTT,
    /** SubRip. */
    SRT,
    /** Advanced SubStation Alpha; of SubStation Alpha what it shares with it. */
    ASS,
    /** Words without times, spread over a stretch of time by their length. */
    TEXT;

    /** The longest document, in characters. */
    public static final int LONGEST_DOCUMENT = 200_000;

    /**
     * Reads a document. Markup is removed, entities are decoded, and nothing in it is ever obeyed. Takes time linear in
     * its length.
     *
     * @param from where plain text begins; documents with times have their own
     * @param to where plain text ends, after {@code from}
     * @return at most {@link Cue#MOST} cues in the order of the document
     * @throws InvalidRecipeException that says what is wrong and in which line
     */
    public List<Cue> parse(String document, Duration from, Duration to) {
        new Checks().length("", document, 0, LONGEST_DOCUMENT).done();
        return switch (this) {
            case VTT -> new TimedText(document, this).cues();
            case SRT -> new TimedText(document, this).cues();
            case ASS -> new SubStation(document).cues();
            case TEXT -> PlainText.spread(document, from, to);
        };
    }
}
