package io.viralforge.trends.meaning;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of a line or two.
 *
 * @param language ISO 639-1, where it is known
 */
public record Text(String text, @Nullable String language) {
    /** Whether it is English for all that is known: not said to be anything else, and in Latin letters but for a fifth. */
    boolean isEnglish() {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long latin = text.codePoints()
                .filter(c -> Character.isLetter(c) && UnicodeScript.of(c) == UnicodeScript.LATIN)
                .count();
        return latin > 0
                && 5 * latin >= 4 * letters
                && (language == null || language.toLowerCase(Locale.ROOT).startsWith("en"));
    }
}
