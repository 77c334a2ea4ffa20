package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recipe as a tree of JSON values and back. The names are those of the API's {@code RecipeInput}, with inputs in
 * place of assets, cues in place of documents, and times in milliseconds.
 */
final class RecipeTree {
    private RecipeTree() {}

    static Map<String, @Nullable Object> of(Recipe recipe) {
        return object(
                "shots", recipe.shots().stream().map(RecipeTree::shot).toList(),
                "canvas", canvas(recipe.canvas()),
                "fit", fit(recipe.fit()),
                "isMirrored", recipe.isMirrored(),
                "zoom", recipe.zoom(),
                "motion",
                        object(
                                "kind", recipe.motion().kind().name(),
                                "amount", recipe.motion().amount()),
                "grade", grade(recipe.grade()),
                "lut", recipe.lut() == null ? null : object("input", recipe.lut()),
                "filters", recipe.filters().stream().map(RecipeTree::filter).toList(),
                "interrupts", interrupts(recipe.interrupts()),
                "inserts", recipe.inserts().stream().map(RecipeTree::insert).toList(),
                "captions", captions(recipe.captions()),
                "captionStyle", captionStyle(recipe.captionStyle()),
                "titleCard", titleCard(recipe.titleCard()),
                "endCard", endCard(recipe.endCard()),
                "progressBar", progressBar(recipe.progressBar()),
                "watermark", watermark(recipe.watermark()),
                "sound", sound(recipe.sound()),
                "loudness",
                        object(
                                "isNormalized", recipe.loudness().isNormalized(),
                                "target", recipe.loudness().target()),
                "posterAt", millis(recipe.posterAt()));
    }

    private static Object shot(Shot shot) {
        return object(
                "input", shot.input(),
                "from", millis(shot.from()),
                "to", millis(shot.to()),
                "speed", shot.speed(),
                "into", into(shot.into()));
    }

    private static @Nullable Object into(@Nullable Transition into) {
        return into == null ? null : object("kind", into.kind().name(), "duration", millis(into.duration()));
    }

    private static Object canvas(Canvas canvas) {
        return object("width", canvas.width(), "height", canvas.height(), "frameRate", canvas.frameRate());
    }

    private static Object fit(Fit fit) {
        return switch (fit) {
            case Fit.Crop(double x, double y) -> object("crop", object("x", x, "y", y));
            case Fit.Follow(FollowSubject subject) -> object("follow", object("subject", subject.name()));
            case Fit.Pad(Rgb color) -> object("pad", object("color", color.toString()));
            case Fit.Blur(double strength) -> object("blur", object("strength", strength));
        };
    }

    private static Object grade(Grade grade) {
        return object(
                "brightness", grade.brightness(),
                "contrast", grade.contrast(),
                "saturation", grade.saturation(),
                "gamma", grade.gamma());
    }

    private static Object filter(Filter filter) {
        return object("kind", filter.kind().name(), "strength", filter.strength());
    }

    private static @Nullable Object interrupts(@Nullable Interrupts interrupts) {
        return interrupts == null
                ? null
                : object(
                        "kinds",
                                interrupts.kinds().stream()
                                        .map(InterruptKind::name)
                                        .toList(),
                        "every", millis(interrupts.every()),
                        "seed", interrupts.seed());
    }

    private static Object insert(Insert insert) {
        return object(
                "input", insert.input(),
                "from", millis(insert.from()),
                "at", millis(insert.at()),
                "duration", millis(insert.duration()),
                "corner", insert.corner() == null ? null : insert.corner().name(),
                "size", insert.size());
    }

    private static @Nullable Object endCard(@Nullable EndCard card) {
        return card == null ? null : object("text", card.text(), "duration", millis(card.duration()));
    }

    private static @Nullable Object progressBar(@Nullable ProgressBar bar) {
        return bar == null
                ? null
                : object("color", bar.color().toString(), "height", bar.height(), "isTop", bar.isTop());
    }

    private static Object captions(Captions captions) {
        return switch (captions) {
            case Captions.Given(List<Cue> cues) ->
                object("cues", cues.stream().map(RecipeTree::cue).toList());
            case Captions.Heard(int characters) -> object("speech", object("characters", characters));
        };
    }

    private static Object cue(Cue cue) {
        return object(
                "from", millis(cue.from()),
                "to", millis(cue.to()),
                "text", cue.text(),
                "wordStarts", cue.starts().stream().map(Duration::toMillis).toList());
    }

    private static Object captionStyle(CaptionStyle style) {
        return object(
                "size", style.size(),
                "color", style.color().toString(),
                "outlineColor", style.outlineColor().toString(),
                "boxColor", style.boxColor() == null ? null : style.boxColor().toString(),
                "place", style.place().name(),
                "animation", style.animation().name(),
                "highlightColor", style.highlightColor().toString(),
                "isUpperCase", style.isUpperCase(),
                "wordsAtOnce", style.wordsAtOnce(),
                "safeZone", style.safeZone().name());
    }

    private static @Nullable Object titleCard(@Nullable TitleCard card) {
        return card == null ? null : object("text", card.text(), "duration", millis(card.duration()));
    }

    private static @Nullable Object watermark(@Nullable Watermark watermark) {
        return watermark == null
                ? null
                : object(
                        "mark", mark(watermark.mark()),
                        "corner", watermark.corner().name(),
                        "opacity", watermark.opacity(),
                        "size", watermark.size());
    }

    private static Object mark(Mark mark) {
        return switch (mark) {
            case Mark.Text(String text) -> object("text", text);
            case Mark.Image(int input) -> object("input", input);
        };
    }

    private static Object sound(Soundtrack sound) {
        Original original = sound.original();
        return object(
                "original",
                        object(
                                "gain", original.gain(),
                                "isMuted", original.isMuted(),
                                "isDenoised", original.isDenoised()),
                "music", music(sound.music()),
                "voice", voice(sound.voice()));
    }

    private static @Nullable Object music(@Nullable Music music) {
        return music == null
                ? null
                : object(
                        "input", music.input(),
                        "from", millis(music.from()),
                        "gain", music.gain(),
                        "isDucked", music.isDucked(),
                        "fade", millis(music.fade()));
    }

    private static @Nullable Object voice(@Nullable Voice voice) {
        return voice == null ? null : object("input", voice.input(), "at", millis(voice.at()), "gain", voice.gain());
    }

    static Recipe parse(String canonical) {
        var fields = new Fields(tree(canonical));
        var recipe = new RecipeReader(fields, named -> named.integer("input", 0)).read(captions(fields));
        fields.done();
        // Anything unknown, missing or written otherwise would have given another text.
        if (!recipe.canonical().equals(canonical)) {
            throw notCanonical("The recipe is not in its canonical form.");
        }
        return recipe;
    }

    private static Captions captions(Fields recipe) {
        Fields captions = recipe.object("captions");
        return captions.has("speech")
                ? RecipeReader.heard(captions.object("speech"))
                : new Captions.Given(captions.list("cues", RecipeReader::cue));
    }

    private static Map<String, @Nullable Object> tree(String canonical) {
        try {
            return CanonicalJson.read(canonical);
        } catch (IOException e) {
            throw notCanonical("The recipe is not JSON.");
        }
    }

    private static InvalidRecipeException notCanonical(String message) {
        return new InvalidRecipeException(List.of(new Problem(List.of(), Code.INVALID, message)));
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        var map = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
