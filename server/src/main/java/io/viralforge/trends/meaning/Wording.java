package io.viralforge.trends.meaning;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The words of a title: in lower case, without accents, decorations and what says nothing; of scripts without spaces each
 * two neighbouring characters. Of long words only the beginning counts, which most forms of a word have in common.
 *
 * @param words in their order
 * @param numbers what is counted or named by them: {@code 5} of GPT-5, {@code 17pro} of iPhone 17 Pro
 * @param isTurned whether it says that something is not so, or no longer
 */
record Wording(List<String> words, Set<String> numbers, boolean isTurned) {
    private static final int STEM = 6;
    private static final int SHORTEST = 3;

    /** What is put around titles and tells nothing of the story; pictures and symbols too. */
    private static final Pattern DECORATION =
            Pattern.compile("https?://\\S+|#shorts?\\b|\\b(4k|1080p|hd|hq)\\b|\\b(breaking|watch|just in)\\s*:"
                    + "|\\b(official |full )?(music |lyrics? )video\\b"
                    + "|\\b(official|full) (video|audio|trailer|clip|visuali[sz]er)\\b|[\\p{So}\\p{Sk}\uFE0F\u200D]");

    private static final Pattern ACCENT = Pattern.compile("\\p{Mn}+");
    private static final Pattern NOT = Pattern.compile("n['’]t\\b");
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}\\b)");
    private static final String SPACELESS =
            "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";

    private static final Pattern WORD = Pattern.compile("(?<number>\\d+([.,]\\d+)*)(?<unit>[a-z]{0,2}(?![a-z]))"
            + "|(?<run>[" + SPACELESS + "]+)|(?<word>[\\p{L}\\p{M}&&[^" + SPACELESS + "]]+)");

    private static final Predicate<String> IS_SPACELESS =
            Pattern.compile("[" + SPACELESS + "]+").asMatchPredicate();

    private static final Set<String> UNITS = set("k m b bn th st nd rd x s am pm");

    /** After a number they name another thing. */
    private static final Set<String> VARIANTS = set("pro max ultra mini plus air lite nano turbo flash se");

    private static final Set<String> TURNS = set(
            "not no never without denies deny denied cancels cancelled delays delayed rejects rejected fails failed end ends");

    private static final Set<String> EMPTY =
            set("a an the of in on at to for from by with and or as is are was were be its it s this that has have will"
                    + " new now announces announced reveals revealed unveils unveiled says");

    static Wording of(String title) {
        String bare = THOUSANDS.matcher(bare(title)).replaceAll("");
        List<String> words = new ArrayList<>();
        Set<String> numbers = new HashSet<>();
        boolean isTurned = false;
        String number = "";
        for (MatchResult found : WORD.matcher(bare).results().toList()) {
            if (found.group("number") != null) {
                String unit = found.group("unit");
                number = found.group("number").replace(',', '.') + (UNITS.contains(unit) ? "" : unit);
                numbers.add(number);
                words.add(number);
                continue;
            }
            String word = found.group();
            if (VARIANTS.contains(word) && numbers.remove(number)) {
                numbers.add(number + word);
            }
            number = "";
            isTurned |= TURNS.contains(word);
            if (found.group("run") != null) {
                words.addAll(neighbours(word));
            } else if (!EMPTY.contains(word)) {
                words.add(word.substring(0, Math.min(STEM, word.length())));
            }
        }
        return new Wording(List.copyOf(words), Set.copyOf(numbers), isTurned);
    }

    /** In lower case, without accents and decorations. */
    static String bare(String title) {
        String plain = ACCENT.matcher(Normalizer.normalize(title, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        String composed = Normalizer.normalize(NOT.matcher(plain).replaceAll(" not"), Normalizer.Form.NFKC);
        return DECORATION.matcher(composed).replaceAll(" ").strip();
    }

    private static List<String> neighbours(String run) {
        return run.length() == 1
                ? List.of(run)
                : IntStream.range(1, run.length())
                        .mapToObj(at -> run.substring(at - 1, at + 1))
                        .toList();
    }

    /**
     * Whether the two, however alike, tell of different things: each has a number that the other lacks, or one is turned,
     * or both are built alike and one has words of its own where the other has its own.
     */
    boolean contradicts(Wording other) {
        return isTurned != other.isTurned
                || (!other.numbers.containsAll(numbers) && !numbers.containsAll(other.numbers))
                || isExchanged(other)
                || other.isExchanged(this);
    }

    private boolean isExchanged(Wording other) {
        List<Gap> gaps = Gap.between(words, other.words);
        int common = gaps.size() - 1;
        return 2 * common >= Math.max(words.size(), other.words.size())
                && gaps.stream().anyMatch(gap -> isExchange(own(gap.here(), other.words), own(gap.there(), words)));
    }

    /** More words on both sides, in different numbers, are rather the same in other words. */
    private static boolean isExchange(long here, long there) {
        return Math.min(here, there) == 1 || (here > 0 && here == there);
    }

    /** Short words are grammar in most languages, and neighbours change with either character. */
    private static long own(List<String> gap, List<String> all) {
        return gap.stream()
                .filter(word -> word.length() >= SHORTEST && !IS_SPACELESS.test(word) && !all.contains(word))
                .count();
    }

    private static Set<String> set(String words) {
        return Set.of(words.split(" "));
    }
}
