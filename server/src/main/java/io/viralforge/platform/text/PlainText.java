package io.viralforge.platform.text;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Text of which a reader sees everything: no control or formatting characters, which could hide something or make a text
 * read as another one (U+202E turns "fdp.mp4" around), none that are private or not assigned, no halves of pairs. The
 * joiner and non-joiner stay between letters and emoji, where scripts and families need them; variation selectors stay.
 * A text that a person types as a name is refused when it is not plain; one that comes from elsewhere is made plain.
 */
public final class PlainText {
    /** Of a name, in characters as Unicode counts them. */
    public static final int LONGEST_NAME = 80;

    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    /** Letters and a symbol by their category, drawn as nothing. */
    private static final String FILLERS = "\u115F\u1160\u3164\uFFA0\u2800";

    private PlainText() {}

    /** Whether it is plain and of one line. */
    public static boolean isPlain(String text) {
        int[] characters = text.codePoints().toArray();
        return IntStream.range(0, characters.length).allMatch(at -> isPlain(characters, at));
    }

    /** Whether there is nothing to see in it. */
    public static boolean isBlank(String text) {
        return text.codePoints().noneMatch(PlainText::isSeen);
    }

    /** Whether it can be a name: 1 to 80 characters with something to see, and none that is not seen. */
    public static boolean isName(String text) {
        return !isBlank(text) && text.codePointCount(0, text.length()) <= LONGEST_NAME && isPlain(text);
    }

    /** Without surrounding white space, of Unicode's kinds too. */
    public static String stripped(String text) {
        int[] characters = text.codePoints().toArray();
        int from = 0;
        int to = characters.length;
        while (from < to && isSpace(characters[from])) {
            from++;
        }
        while (from < to && isSpace(characters[to - 1])) {
            to--;
        }
        return new String(characters, from, to - from);
    }

    /** Somebody else's text made plain; line breaks and tabs stay. */
    public static String of(String given) {
        return filtered(given, c -> c == '\n' || c == '\t');
    }

    /** Somebody else's text made plain and of one line. */
    public static String line(String given) {
        return filtered(given, c -> false);
    }

    /** Its first characters, as Unicode counts them: no pair is cut in two. */
    public static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static String filtered(String given, IntPredicate isKept) {
        int[] characters = given.codePoints().toArray();
        return IntStream.range(0, characters.length)
                .filter(at -> isKept.test(characters[at]) || isPlain(characters, at))
                .map(at -> characters[at])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPlain(int[] text, int at) {
        int c = text[at];
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT ->
                (c == JOINER || c == NON_JOINER) && isJoinable(text, at - 1) && isJoinable(text, at + 1);
            default -> FILLERS.indexOf(c) < 0;
        };
    }

    /** What stays, and can be joined. */
    private static boolean isJoinable(int[] text, int at) {
        return at >= 0
                && at < text.length
                && FILLERS.indexOf(text[at]) < 0
                && (Character.isLetter(text[at]) || Character.isEmoji(text[at]) || isMark(text[at]));
    }

    private static boolean isSeen(int c) {
        return !isSpace(c) && !isMark(c) && isPlain(new int[] {c}, 0);
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
