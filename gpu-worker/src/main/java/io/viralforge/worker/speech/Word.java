package io.viralforge.worker.speech;

/**
 * A word that was heard.
 *
 * @param text with the marks that follow it; never empty, without blanks
 * @param from when it begins, in seconds
 * @param to when it ends; not before it begins
 * @param confidence how sure the model is of it, 0 to 1
 */
public record Word(String text, double from, double to, double confidence) {
    Word later(double seconds) {
        return new Word(text, from + seconds, to + seconds, confidence);
    }

    Word from(double begin) {
        return new Word(text, begin, Math.max(begin, to), confidence);
    }
}
