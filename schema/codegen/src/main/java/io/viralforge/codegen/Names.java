package io.viralforge.codegen;

import java.util.Locale;
import java.util.Set;

/** Names in the schema become names in Java. */
final class Names {
    // Reserved words, and the methods of Object that cannot be declared again with another result.
    private static final Set<String> RESERVED = Set.of(
            "abstract assert boolean break byte case catch char class const continue default do double else enum extends"
                    .concat(
                            " final finally float for goto if implements import instanceof int interface long native new")
                    .concat(" package private protected public return short static strictfp super switch synchronized")
                    .concat(" this throw throws transient try void volatile while true false null _")
                    .concat(" getClass notify notifyAll wait hashCode toString clone finalize")
                    .split(" "));

    private Names() {}

    /** A field, parameter or method: as in the schema, with an underscore behind it where Java reserves the word. */
    static String member(String name) {
        var bare = name.equals("__typename") ? "typename" : name;
        return RESERVED.contains(bare) ? bare + "_" : bare;
    }

    static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    static String decapitalised(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** A Java string literal. */
    static String literal(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Also right in JSON, which the manifest relies on.
                    if (c < 0x20 || c > 0x7e) {
                        out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
