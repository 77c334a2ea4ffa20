package io.viralforge.platform.language;

/**
 * What providers count and charge for.
 *
 * @param in of questions, 0 or more
 * @param out of answers, 0 or more
 */
public record Tokens(long in, long out) {
    static final Tokens NONE = new Tokens(0, 0);

    long sum() {
        return in + out;
    }
}
