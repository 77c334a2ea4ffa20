package io.viralforge.recipe;

import java.text.Normalizer;

/** Text as it is kept: harmless to draw, to print and to compare. */
final class Words {
    /** Nothing longer passes any check; composing is not linear, so it is spared for it. */
    private static final int LONGEST_COMPOSED = 2_000;

    private Words() {}

    /**
     * Composed form; {@code \n} as the only line break and control character; no half of a surrogate pair; no blanks
     * around lines, nor empty lines at either end. Linear in its length, and doing it again changes nothing.
     */
    static String clean(String text) {
        var kept = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .map(Words::kept)
                .filter(c -> c >= 0)
                .forEach(kept::appendCodePoint);
        var lines = new StringBuilder(kept.length());
        kept.toString()
                .lines()
                .map(String::strip)
                .forEach(line -> lines.append(line).append('\n'));
        String clean = lines.toString().strip();
        return clean.length() > LONGEST_COMPOSED ? clean : Normalizer.normalize(clean, Normalizer.Form.NFC);
    }

    private static int kept(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\r' ? '\n' : c == '\t' ? ' ' : -1;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
            case Character.SURROGATE -> 0xFFFD;
            default -> c;
        };
    }
}
