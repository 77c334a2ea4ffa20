package io.viralforge.recipe;

import io.viralforge.recipe.Analysis.Said;
import io.viralforge.recipe.Moment.Kind;
import io.viralforge.recipe.Moment.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The moments of a video that could stand by themselves, by a formula without secrets.
 *
 * <p>A moment begins where a scene or a sentence begins and ends where one ends, never within a sentence. Where nobody
 * talks or listened for words, pauses stand for the ends of sentences. It is a quarter of the longest to the longest:
 * 60 s, or in shorter videos two sevenths of their length. Where there are too few bounds for three of them, a moment may
 * also begin and end at each eighth of the longest, if not within a sentence. Its score is a sum of points:
 *
 * <ul>
 *   <li>HOOK, 30: a hundredth of the hook score for each. That is, of the first 3 seconds, 30 where something is heard at
 *       once; up to 20 for being louder than the video's median (6 LU below: none, 6 above: all); up to 20 for the part
 *       that shows a face; up to 20 for moving more than most of the video, all of them for a new scene; 10 where the
 *       first sentence asks, counts, or says you.
 *   <li>SPEECH, 20: words a second, all from 2.5 on; where nobody listened, the part that is no pause.
 *   <li>LOUDNESS, 10: the mean of each second's loudness beside the median, as above.
 *   <li>FACES, 15: the part that shows a face.
 *   <li>MOTION, 10: the mean rank of each second's motion among all of the video.
 *   <li>BOUNDS, 15: a quarter each for beginning within a second before a sentence, beginning with a scene, ending
 *       within a second after a sentence, and ending with a scene.
 * </ul>
 *
 * <p>The best come first; none shares a second with a better one.
 */
public final class Moments {
    /** In seconds: a shorter video is a moment itself. */
    public static final double LEAST = 45;

    /** No more are told. */
    public static final int MOST = 10;

    /** With fewer, bounds are made. */
    private static final int FEW = 3;

    private static final double LONGEST = 60;
    private static final double OPENING = 3;
    /** Two times that differ by less are one. */
    private static final double SAME = 0.3;

    private static final double NEAR = 1;
    private static final double FLUENT = 2.5;
    private static final Pattern CATCHING = Pattern.compile("(?i).*\\b(you|your|why|how|what|never|\\d+)\\b.*|.*\\?.*");

    private final Analysis analysis;
    private final double longest;
    private final List<Stretch> sentences;
    private final double median;
    private final List<Double> motion;

    private Moments(Analysis analysis) {
        this.analysis = analysis;
        this.longest = Math.min(LONGEST, analysis.seconds() * 2 / 7);
        this.sentences = sentences(analysis);
        var loud = analysis.loudness().stream().sorted().toList();
        this.median = loud.isEmpty() ? -70 : loud.get(loud.size() / 2);
        this.motion = analysis.motion().stream().sorted().toList();
    }

    /** At most {@value #MOST}, the best first; none of a video that is shorter than {@value #LEAST} seconds. */
    public static List<Moment> of(Analysis analysis) {
        return analysis.seconds() < LEAST ? List.of() : new Moments(analysis).best();
    }

    /** From a second to another. */
    private record Stretch(double from, double to) {}

    /** What is said in one go; without words, what lies between pauses. */
    private static List<Stretch> sentences(Analysis analysis) {
        List<Said> words = analysis.words();
        return words == null || words.isEmpty() ? heard(analysis) : said(words);
    }

    private static List<Stretch> heard(Analysis analysis) {
        var heard = new ArrayList<Stretch>();
        double from = 0;
        for (Pause pause : analysis.pauses()) {
            if (from(pause) > from) {
                heard.add(new Stretch(from, from(pause)));
            }
            from = to(pause);
        }
        if (!analysis.loudness().isEmpty() && analysis.seconds() > from) {
            heard.add(new Stretch(from, analysis.seconds()));
        }
        return heard;
    }

    private static double from(Pause pause) {
        return pause.from().toMillis() / 1e3;
    }

    private static double to(Pause pause) {
        return pause.to().toMillis() / 1e3;
    }

    private static List<Stretch> said(List<Said> words) {
        var sentences = new ArrayList<Stretch>();
        int first = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean isLast = i + 1 == words.size();
            if (isLast
                    || words.get(i).isEnd()
                    || words.get(i + 1).from() - words.get(i).to() >= NEAR) {
                sentences.add(new Stretch(words.get(first).from(), words.get(i).to()));
                first = i + 1;
            }
        }
        return sentences;
    }

    private List<Moment> best() {
        NavigableSet<Double> starts = starts();
        NavigableSet<Double> ends = ends();
        List<Moment> best = best(starts, ends);
        if (best.size() >= FEW) {
            return best;
        }
        for (int i = 0; i * longest / 8 < analysis.seconds(); i++) {
            if (isBetweenSentences(i * longest / 8)) {
                starts.add(i * longest / 8);
                ends.add(i * longest / 8);
            }
        }
        return best(starts, ends);
    }

    private List<Moment> best(NavigableSet<Double> starts, NavigableSet<Double> ends) {
        var all = new ArrayList<Moment>();
        for (double from : starts) {
            for (double to : ends.subSet(from + longest / 4, true, from + longest, true)) {
                all.add(moment(from, to));
            }
        }
        all.sort(Comparator.comparingDouble(Moment::score).reversed().thenComparingDouble(Moment::from));
        var best = new ArrayList<Moment>();
        for (Moment moment : all) {
            if (best.size() < MOST && best.stream().allMatch(better -> better.overlap(moment) == 0)) {
                best.add(moment);
            }
        }
        return best;
    }

    private NavigableSet<Double> starts() {
        var starts = new TreeSet<Double>();
        sentences.forEach(sentence -> starts.add(sentence.from()));
        analysis.scenes().stream().filter(this::isBetweenSentences).forEach(starts::add);
        return starts;
    }

    private NavigableSet<Double> ends() {
        var ends = new TreeSet<Double>();
        sentences.forEach(sentence -> ends.add(sentence.to()));
        sceneEnds().stream().filter(this::isBetweenSentences).forEach(ends::add);
        return ends;
    }

    private List<Double> sceneEnds() {
        var ends =
                new ArrayList<>(analysis.scenes().subList(1, analysis.scenes().size()));
        ends.add(analysis.seconds());
        return ends;
    }

    /** Sound without words is no sentence that anybody minds being cut. */
    private boolean isBetweenSentences(double time) {
        return !hasWords()
                || sentences.stream().noneMatch(said -> said.from() + SAME < time && time < said.to() - SAME);
    }

    private boolean hasWords() {
        return analysis.words() != null && !analysis.words().isEmpty();
    }

    private Moment moment(double from, double to) {
        double hook = hook(from);
        double loud = mean(analysis.loudness(), from, to, this::loud);
        double faces = faces(from, to);
        double moves = mean(analysis.motion(), from, to, this::rank);
        var reasons = new ArrayList<>(List.of(
                reason(Kind.HOOK, 30, hook / 100, "Its first three seconds score %.0f of 100.".formatted(hook)),
                speech(from, to),
                reason(
                        Kind.LOUDNESS,
                        10,
                        loud,
                        beside(
                                loud,
                                "It is louder than most.",
                                "It is quieter than most.",
                                "It is as loud as the rest.")),
                reason(Kind.FACES, 15, faces, "A face is seen in %.0f %% of it.".formatted(100 * faces)),
                reason(
                        Kind.MOTION,
                        10,
                        moves,
                        beside(moves, "It moves more than most.", "It moves less than most.", "It moves as the rest.")),
                bounds(from, to)));
        reasons.sort(Comparator.comparingDouble(Reason::points).reversed());
        double score = reasons.stream().mapToDouble(Reason::points).sum();
        return new Moment(from, to, tenth(score), tenth(hook), reasons, text(from, to));
    }

    private static String beside(double share, String more, String less, String same) {
        return share > 0.6 ? more : share < 0.4 ? less : same;
    }

    private static Reason reason(Kind kind, double most, double share, String text) {
        return new Reason(kind, tenth(most * share), most, text);
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private double hook(double from) {
        double to = Math.min(analysis.seconds(), from + OPENING);
        boolean isHeard = !analysis.loudness().isEmpty()
                && analysis.pauses().stream().noneMatch(pause -> from(pause) <= from + SAME && to(pause) > from + SAME);
        boolean isScene = analysis.scenes().stream().anyMatch(scene -> scene > from + SAME && scene < to);
        boolean isCatching = CATCHING.matcher(text(from, sentenceEnd(from))).matches();
        return (isHeard ? 30 : 0)
                + 20 * mean(analysis.loudness(), from, to, this::loud)
                + 20 * faces(from, to)
                + (isScene ? 20 : 20 * mean(analysis.motion(), from, to, this::rank))
                + (isCatching ? 10 : 0);
    }

    private double sentenceEnd(double from) {
        return sentences.stream()
                .filter(sentence -> sentence.to() > from)
                .findFirst()
                .map(Stretch::to)
                .orElse(from);
    }

    private Reason speech(double from, double to) {
        List<Said> words = analysis.words();
        if (words == null) {
            double paused = analysis.pauses().stream()
                    .mapToDouble(pause -> Math.max(0, Math.min(to, to(pause)) - Math.max(from, from(pause))))
                    .sum();
            double heard = analysis.loudness().isEmpty() ? 0 : 1 - paused / (to - from);
            return reason(Kind.SPEECH, 20, heard, "Something is heard in %.0f %% of it.".formatted(100 * heard));
        }
        double rate = words.stream()
                        .filter(word -> word.from() >= from && word.to() <= to)
                        .count()
                / (to - from);
        return reason(
                Kind.SPEECH,
                20,
                Math.min(1, rate / FLUENT),
                rate == 0 ? "Nobody talks." : String.format(Locale.ROOT, "%.1f words are said a second.", rate));
    }

    private Reason bounds(double from, double to) {
        boolean beginsSentence = sentences.stream().anyMatch(said -> isNear(said.from() - from));
        boolean beginsScene = isAt(analysis.scenes(), from);
        boolean endsSentence = sentences.stream().anyMatch(said -> isNear(to - said.to()));
        boolean endsScene = isAt(sceneEnds(), to);
        int met = (beginsSentence ? 1 : 0) + (beginsScene ? 1 : 0) + (endsSentence ? 1 : 0) + (endsScene ? 1 : 0);
        String text = "It begins %s and ends %s."
                .formatted(bound(beginsSentence, beginsScene), bound(endsSentence, endsScene));
        return reason(Kind.BOUNDS, 15, met / 4.0, text);
    }

    private String bound(boolean isSentence, boolean isScene) {
        String sentence = hasWords() ? "a sentence" : "what is heard";
        return isSentence && isScene
                ? "with " + sentence + " and a scene"
                : isSentence ? "with " + sentence : isScene ? "with a scene" : "within a scene";
    }

    private static boolean isNear(double after) {
        return after >= -SAME && after <= NEAR;
    }

    private static boolean isAt(Collection<Double> times, double time) {
        return times.stream().anyMatch(each -> Math.abs(each - time) < SAME);
    }

    private double faces(double from, double to) {
        return mean(analysis.faces(), from, to, face -> face > 0 ? 1 : 0);
    }

    private double loud(double loudness) {
        return Math.clamp((loudness - median + 6) / 12, 0, 1);
    }

    /** The share of the video's seconds in which less moves. */
    private double rank(double amount) {
        int at = Collections.binarySearch(motion, amount);
        return (double) (at < 0 ? -at - 1 : at) / Math.max(1, motion.size());
    }

    private static double mean(List<Double> curve, double from, double to, DoubleUnaryOperator value) {
        int first = Math.min(curve.size(), (int) from);
        int end = Math.min(curve.size(), Math.max(first + 1, (int) Math.ceil(to)));
        return curve.subList(first, end).stream()
                .mapToDouble(each -> value.applyAsDouble(each))
                .average()
                .orElse(0);
    }

    private String text(double from, double to) {
        String text = analysis.words() == null
                ? ""
                : analysis.words().stream()
                        .filter(word -> word.from() >= from - SAME && word.to() <= to + SAME)
                        .map(Said::text)
                        .collect(Collectors.joining(" "));
        return text.length() <= 200 ? text : text.substring(0, 199) + "…";
    }
}
