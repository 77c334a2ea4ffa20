package io.viralforge.trends;

import io.viralforge.platform.text.PlainText;

/**
 * A way to begin a video, as a language model wrote it.
 *
 * @param title what is said or shown first, 1 to 200 characters
 * @param why that draws people, 1 to 500 characters
 */
record TrendHook(String title, String why) {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_WHY = 500;

    TrendHook {
        title = line(title, LONGEST_TITLE);
        why = line(why, LONGEST_WHY);
    }

    /**
     * A model's text made plain and of one line.
     *
     * @throws IllegalArgumentException when nothing is left, or too much
     */
    static String line(String text, int most) {
        String line = PlainText.stripped(PlainText.line(text.replaceAll("\\s+", " ")));
        if (PlainText.isBlank(line) || line.codePointCount(0, line.length()) > most) {
            throw new IllegalArgumentException("1 to " + most + " characters");
        }
        return line;
    }
}
