package io.viralforge.media;

/** Text as somebody else wrote it, made fit to be stored and shown. */
final class PlainText {
    private PlainText() {}

    /** The text without control characters but line breaks and tabs (Postgres takes no NUL) and without halves of pairs. */
    static String of(String given) {
        return given.codePoints()
                .filter(PlainText::isPlain)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\n' || character == '\t';
            case Character.SURROGATE -> false;
            default -> true;
        };
    }
}
