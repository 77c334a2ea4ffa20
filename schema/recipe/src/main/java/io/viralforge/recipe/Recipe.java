package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a render is made of, with nothing left to a default. A recipe that exists is within its limits. Inputs are
 * numbers: 0 is the clip, 1 the still of a watermark that is an image.
 *
 * @param isMirrored swap left and right
 * @param zoom enlarge around the middle, 1 to 2
 * @param cues at most 2,000; their times count in the source
 * @param titleCard null: none
 * @param watermark null: none
 * @param posterAt where the poster is taken, counted in the result; null: a third of the way in
 */
public record Recipe(
        Source source,
        Canvas canvas,
        Fit fit,
        boolean isMirrored,
        double zoom,
        Grade grade,
        List<Cue> cues,
        CaptionStyle captionStyle,
        @Nullable TitleCard titleCard,
        @Nullable Watermark watermark,
        Loudness loudness,
        @Nullable Duration posterAt) {
    /** The whole clip, cropped to a vertical short, sound levelled, nothing written on it. */
    public static final Recipe DEFAULT = new Recipe(
            Source.WHOLE,
            Canvas.DEFAULT,
            Fit.DEFAULT,
            false,
            1,
            Grade.NEUTRAL,
            List.of(),
            CaptionStyle.DEFAULT,
            null,
            null,
            Loudness.DEFAULT,
            null);

    public Recipe {
        zoom = Checks.sixDecimals(zoom);
        cues = List.copyOf(cues);
        var checks = new Checks()
                .range("zoom", zoom, 1, 2)
                .that(cues.size() <= Cue.MOST, "captions", Code.OUT_OF_RANGE, "At most %,d cues.".formatted(Cue.MOST));
        if (posterAt != null) {
            posterAt = Checks.millis(posterAt);
            checks.range("posterAt", posterAt, Duration.ZERO, Duration.ofDays(1));
        }
        if (source.to() != null) {
            Duration length = source.to().minus(source.from());
            checks.that(
                            posterAt == null || posterAt.compareTo(length) < 0,
                            "posterAt",
                            Code.OUT_OF_RANGE,
                            "Must be before the end of the clip.")
                    .that(
                            titleCard == null || titleCard.duration().compareTo(length) <= 0,
                            "titleCard",
                            Code.OUT_OF_RANGE,
                            "Must be no longer than the clip.");
        }
        checks.done();
    }

    /** How many inputs it reads: 1, or 2 with an image as watermark. */
    public int inputCount() {
        return watermark != null && watermark.mark() instanceof Mark.Image ? 2 : 1;
    }

    /** Length of the part used; null: to the end of the clip. */
    public @Nullable Duration length() {
        return source.to() == null ? null : source.to().minus(source.from());
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
}
