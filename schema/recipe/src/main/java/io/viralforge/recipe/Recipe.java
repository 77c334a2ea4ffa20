package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a render is made of, with nothing left to a default. A recipe that exists is within its limits. Inputs are
 * numbers, in the order in which the recipe names them first.
 *
 * @param shots what is shown one after the other, 1 to 60
 * @param isMirrored swap left and right
 * @param zoom enlarge around the middle, 1 to 2
 * @param lut the number of a still that holds a Hald colour table, which comes after the grade; null: none
 * @param filters at most 4, each kind once, in this order
 * @param interrupts null: none
 * @param inserts at most 20, the earlier ones below
 * @param captions at most 2,000; their times count in the result
 * @param titleCard null: none
 * @param endCard null: none
 * @param progressBar null: none
 * @param watermark null: none
 * @param loudness of all that is heard
 * @param posterAt where the poster is taken, counted in the result; null: a third of the way in
 */
public record Recipe(
        List<Shot> shots,
        Canvas canvas,
        Fit fit,
        boolean isMirrored,
        double zoom,
        Motion motion,
        Grade grade,
        @Nullable Integer lut,
        List<Filter> filters,
        @Nullable Interrupts interrupts,
        List<Insert> inserts,
        Captions captions,
        CaptionStyle captionStyle,
        @Nullable TitleCard titleCard,
        @Nullable EndCard endCard,
        @Nullable ProgressBar progressBar,
        @Nullable Watermark watermark,
        Soundtrack sound,
        Loudness loudness,
        @Nullable Duration posterAt) {
    /** The longest result. */
    public static final Duration LONGEST = Duration.ofHours(4);

    /** The whole clip, cropped to a vertical short, sound levelled, nothing written on it. */
    public static final Recipe DEFAULT = new Recipe(
            List.of(Shot.WHOLE),
            Canvas.DEFAULT,
            Fit.DEFAULT,
            false,
            1,
            Motion.NONE,
            Grade.NEUTRAL,
            null,
            List.of(),
            null,
            List.of(),
            Captions.NONE,
            CaptionStyle.DEFAULT,
            null,
            null,
            null,
            null,
            Soundtrack.DEFAULT,
            Loudness.DEFAULT,
            null);

    public Recipe {
        zoom = Checks.sixDecimals(zoom);
        shots = List.copyOf(shots);
        filters = List.copyOf(filters);
        inserts = List.copyOf(inserts);
        var checks = new Checks()
                .range("zoom", zoom, 1, 2)
                .that(
                        given(captions).size() <= Cue.MOST,
                        "captions",
                        Code.OUT_OF_RANGE,
                        "At most %,d cues.".formatted(Cue.MOST))
                .that(
                        filters.size() <= Filter.MOST
                                && filters.stream().map(Filter::kind).distinct().count() == filters.size(),
                        "filters",
                        Code.OUT_OF_RANGE,
                        "At most %d filters, each kind once.".formatted(Filter.MOST));
        checkCounts(checks, shots.size(), inserts.size());
        if (posterAt != null) {
            posterAt = Checks.millis(posterAt);
            checks.range("posterAt", posterAt, Duration.ZERO, Duration.ofDays(1));
        }
        check(shots, checks);
        Duration length = length(shots);
        if (length != null) {
            checkTimes(checks, length, posterAt, titleCard, endCard, sound.voice());
        }
        checks.done();
    }

    private static void checkTimes(
            Checks checks,
            Duration length,
            @Nullable Duration posterAt,
            @Nullable TitleCard titleCard,
            @Nullable EndCard endCard,
            @Nullable Voice voice) {
        Duration title = titleCard == null ? Duration.ZERO : titleCard.duration();
        Duration end = endCard == null ? Duration.ZERO : endCard.duration();
        checks.that(
                        length.compareTo(LONGEST) <= 0,
                        "",
                        Code.OUT_OF_RANGE,
                        "The result would be %s long; it may be %s.".formatted(length, LONGEST))
                .that(
                        posterAt == null || posterAt.compareTo(length) < 0,
                        "posterAt",
                        Code.OUT_OF_RANGE,
                        "Must be before the end of the clip.")
                .that(
                        voice == null || voice.at().compareTo(length) < 0,
                        "sound.voice.at",
                        Code.OUT_OF_RANGE,
                        "Must be before the end of the clip.")
                .that(title.compareTo(length) <= 0, "titleCard", Code.OUT_OF_RANGE, "Must be no longer than the clip.")
                .that(
                        title.plus(end).compareTo(length) <= 0 || end.isZero(),
                        "endCard",
                        Code.OUT_OF_RANGE,
                        "Must be no longer than what the title leaves of the clip.");
    }

    /** What is wrong with this recipe in a result of such a length; one that goes to its clip's end cannot know it. */
    List<Problem> problemsAt(Duration length) {
        var checks = new Checks();
        checkTimes(checks, length, posterAt, titleCard, endCard, sound.voice());
        return checks.problems();
    }

    /** How much there may be of what names inputs. */
    static void checkCounts(Checks checks, int shots, int inserts) {
        checks.that(inserts <= Insert.MOST, "inserts", Code.OUT_OF_RANGE, "At most %d inserts.".formatted(Insert.MOST))
                .that(
                        shots >= 1 && shots <= Shot.MOST,
                        "shots",
                        Code.OUT_OF_RANGE,
                        "Must be 1 to %d shots.".formatted(Shot.MOST));
    }

    private static void check(List<Shot> shots, Checks checks) {
        for (int i = 0; i < shots.size(); i++) {
            Transition into = shots.get(i).into();
            String name = "shots." + i;
            checks.that(
                    shots.size() == 1 || shots.get(i).to() != null,
                    name + ".to",
                    Code.REQUIRED,
                    "Must be given where there are several shots.");
            checks.that(into == null || i > 0, name + ".into", Code.INVALID, "There is no shot before the first.");
            if (into != null && i > 0) {
                checks.that(
                        isAtMostHalf(into, shots.get(i - 1)) && isAtMostHalf(into, shots.get(i)),
                        name + ".into",
                        Code.OUT_OF_RANGE,
                        "Must be no longer than half of the shots that it joins.");
            }
        }
    }

    private static boolean isAtMostHalf(Transition into, Shot shot) {
        Duration length = shot.length();
        return length == null || into.duration().multipliedBy(2).compareTo(length) <= 0;
    }

    /** The captions that somebody wrote. */
    public List<Cue> cues() {
        return given(captions);
    }

    private static List<Cue> given(Captions captions) {
        return captions instanceof Captions.Given(List<Cue> cues) ? cues : List.of();
    }

    /** How many inputs it reads. */
    public int inputCount() {
        var inputs = new HashSet<Integer>();
        shots.forEach(shot -> inputs.add(shot.input()));
        inserts.forEach(insert -> inputs.add(insert.input()));
        if (lut != null) {
            inputs.add(lut);
        }
        if (watermark != null && watermark.mark() instanceof Mark.Image(int input)) {
            inputs.add(input);
        }
        if (sound.music() != null) {
            inputs.add(sound.music().input());
        }
        if (sound.voice() != null) {
            inputs.add(sound.voice().input());
        }
        return inputs.size();
    }

    /** Length of the result; null: one shot that goes to the end of its clip. */
    public @Nullable Duration length() {
        return length(shots);
    }

    private static @Nullable Duration length(List<Shot> shots) {
        Duration sum = Duration.ZERO;
        for (Shot shot : shots) {
            Duration length = shot.length();
            if (length == null) {
                return null;
            }
            sum = sum.plus(length);
            sum = shot.into() == null ? sum : sum.minus(shot.into().duration());
        }
        return sum;
    }

    /**
     * The recipe as JSON in the form of RFC 8785 (keys sorted, no blanks, numbers in one form), with every default
     * written out, times in whole milliseconds and inputs as numbers. Equal recipes give equal text.
     */
    public String canonical() {
        return CanonicalJson.write(RecipeTree.of(this));
    }

    /**
     * Reads back what {@link #canonical()} wrote.
     *
     * @throws InvalidRecipeException when it is not exactly that
     */
    public static Recipe parse(String canonical) {
        return RecipeTree.parse(canonical);
    }

    /** The same; null for text that is no recipe of today's form, as an earlier version may have written it. */
    public static @Nullable Recipe parseOrNull(String canonical) {
        try {
            return parse(canonical);
        } catch (InvalidRecipeException earlier) {
            return null;
        }
    }
}
