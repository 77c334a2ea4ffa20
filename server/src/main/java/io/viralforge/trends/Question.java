package io.viralforge.trends;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is looked for.
 *
 * @param keywords words and phrases, any of which may match; 1 to 10
 * @param languages ISO 639-1 codes, such as {@code en}; none: English where a network must be told one
 * @param regions ISO 3166-1 codes, such as {@code US}; none: the United States where a network must be told one
 * @param feeds addresses of RSS and Atom feeds to look through
 * @param since older things are of no interest
 */
public record Question(
        List<String> keywords, List<String> languages, List<String> regions, List<URI> feeds, Instant since) {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    public Question {
        keywords = List.copyOf(keywords);
        languages = List.copyOf(languages);
        regions = List.copyOf(regions);
        feeds = List.copyOf(feeds);
    }

    /** Whether all the words of a keyword stand in the text, in any order and case. */
    public boolean matches(String text) {
        String words = words(text);
        return keywords.stream()
                .anyMatch(keyword -> Arrays.stream(words(keyword).strip().split(" ", -1))
                        .allMatch(word -> words.contains(" " + word + " ")));
    }

    public List<String> languagesOr(String usual) {
        return languages.isEmpty() ? List.of(usual) : languages;
    }

    public List<String> regionsOr(String usual) {
        return regions.isEmpty() ? List.of(usual) : regions;
    }

    /** Its letters and digits alone, in lower case, with a space around each word. */
    static String words(String text) {
        return " "
                + NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
    }
}
