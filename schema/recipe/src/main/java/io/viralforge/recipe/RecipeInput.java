package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API's {@code RecipeInput}, as a map of coerced values: what is asked for, before it is known to be possible. */
public final class RecipeInput {
    private final Map<String, ? extends @Nullable Object> values;

    public RecipeInput(Map<String, ? extends @Nullable Object> values) {
        this.values = values;
    }

    /** What came of reading it. */
    public sealed interface Reading {
        /** It is within all limits. */
        record Valid(Recipe recipe) implements Reading {}

        /** All that is wrong, never empty; paths begin within the input. */
        record Invalid(List<Problem> problems) implements Reading {}
    }

    /** Id of the clip's asset; empty when it is missing. */
    public String sourceAssetId() {
        return new Fields(values).object("source").text("assetId");
    }

    /** Id of the watermark's asset; null when the watermark is none or words. */
    public @Nullable String watermarkAssetId() {
        Fields mark = new Fields(values).object("watermark").object("mark");
        return mark.has("assetId") ? mark.text("assetId") : null;
    }

    /**
     * Reads it for a clip of the given length. Cues that are not seen in the part used are left out, so that what gives
     * the same picture is the same recipe.
     *
     * @param clip the source asset's length, as decoded
     */
    public Reading read(Duration clip) {
        var fields = new Fields(values);
        fields.object("source").text("assetId");
        Source source = RecipeReader.source(fields.object("source"));
        Duration end = end(source, Checks.millis(clip), fields);
        List<Cue> cues = fields.has("captions") ? captions(fields.object("captions"), source.from(), end) : List.of();
        var seen = cues.stream()
                .filter(cue ->
                        cue.to().compareTo(source.from()) > 0 && cue.from().compareTo(end) < 0)
                .toList();
        var again = new Fields(values);
        Recipe recipe = new RecipeReader(again).read(seen);
        checkLength(recipe, end.minus(source.from()), again);
        var problems = new ArrayList<>(fields.problems());
        again.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
        return problems.isEmpty() ? new Reading.Valid(recipe) : new Reading.Invalid(List.copyOf(problems));
    }

    private static Duration end(Source source, Duration clip, Fields fields) {
        Fields where = fields.object("source");
        if (source.from().plus(Source.SHORTEST).compareTo(clip) > 0) {
            where.problem(
                    "from", Code.OUT_OF_RANGE, "Must be at least 0.1 s before the clip's end at %s.".formatted(clip));
        }
        if (source.to() != null && source.to().compareTo(clip) > 0) {
            where.problem("to", Code.OUT_OF_RANGE, "Is after the clip's end at %s.".formatted(clip));
        }
        Duration end = source.to() == null ? clip : source.to();
        // Told already; the reading goes on with some time, to find what else is wrong.
        return end.compareTo(source.from()) > 0 ? end : source.from().plus(Source.SHORTEST);
    }

    /** What a recipe that goes to the clip's end cannot check by itself. */
    private static void checkLength(Recipe recipe, Duration length, Fields fields) {
        if (recipe.source().to() != null) {
            return;
        }
        if (recipe.posterAt() != null && recipe.posterAt().compareTo(length) >= 0) {
            fields.problem("posterAt", Code.OUT_OF_RANGE, "Must be before the end of the clip.");
        }
        if (recipe.titleCard() != null && recipe.titleCard().duration().compareTo(length) > 0) {
            fields.problem("titleCard", Code.OUT_OF_RANGE, "Must be no longer than the clip.");
        }
    }

    private static List<Cue> captions(Fields captions, Duration from, Duration to) {
        String form = captions.choice("cues", "vtt", "srt", "cues", "text");
        return switch (form) {
            case "vtt" -> document(captions, form, CaptionFormat.VTT, from, to);
            case "srt" -> document(captions, form, CaptionFormat.SRT, from, to);
            case "text" -> document(captions, form, CaptionFormat.TEXT, from, to);
            default -> {
                List<Cue> cues = captions.list("cues", RecipeReader::cue);
                if (cues.size() > Cue.MOST) {
                    captions.problem("cues", Code.OUT_OF_RANGE, "At most %,d cues.".formatted(Cue.MOST));
                }
                yield cues;
            }
        };
    }

    private static List<Cue> document(Fields captions, String form, CaptionFormat format, Duration from, Duration to) {
        String document = captions.text(form);
        return captions.part(form, () -> format.parse(document, from, to), List.of());
    }
}
