package io.viralforge.worker.speech;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** What tokens stand for: pieces of words, and single bytes where there is no piece. */
final class Vocabulary {
    private static final String BEGIN = "llama_vocab_base64 = \"";

    /** Unknown, begin and end. */
    private static final int SPECIAL = 3;

    private static final char BLANK = '\u2581';

    private final String[] pieces;

    private Vocabulary(String[] pieces) {
        this.pieces = pieces;
    }

    /** Reads it out of the script that it comes in. */
    static Vocabulary of(Path script) throws IOException {
        String text = Files.readString(script);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        byte[] lines = Base64.getDecoder().decode(text.substring(begin, text.indexOf('"', begin)));
        return new Vocabulary(new String(lines, StandardCharsets.UTF_8).split("\n", -1));
    }

    /** Whether it stands for text at all. */
    boolean isText(int token) {
        return token >= SPECIAL && token < pieces.length;
    }

    /** Whether a word begins with it. */
    boolean beginsWord(int token) {
        return pieces[token].charAt(0) == BLANK;
    }

    /** Whether it says something: marks do not. */
    boolean isSaid(int token) {
        return isByte(token) || pieces[token].codePoints().anyMatch(Character::isLetterOrDigit);
    }

    void write(int token, ByteArrayOutputStream out) {
        if (isByte(token)) {
            out.write(Integer.parseInt(pieces[token].substring(3, 5), 16));
        } else {
            out.writeBytes(pieces[token].replace(BLANK, ' ').getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Such as {@code <0x0A>}. */
    private boolean isByte(int token) {
        return pieces[token].length() == 6 && pieces[token].startsWith("<0x");
    }
}
