package io.viralforge.recipe;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a recipe from fields named like the API's {@code RecipeInput}, filling in what is not given. */
final class RecipeReader {
    /** How inputs are named. */
    interface Inputs {
        /** The number of the input that an object names. */
        int number(Fields fields);

        /** Where a shot ends that does not say it; null: nobody knows yet. */
        default @Nullable Duration end(Fields shot) {
            return null;
        }

        /** The source as its shots. */
        default List<Shot> cut(Fields source, Shot whole) {
            return List.of(whole);
        }
    }

    /** Stands for a shot that is wrong and told, so that nothing more is found wrong for its sake. */
    private static final Shot UNREADABLE = new Shot(0, Duration.ZERO, Duration.ofHours(1), 1, null);

    private final Fields recipe;
    private final Inputs inputs;

    RecipeReader(Fields recipe, Inputs inputs) {
        this.recipe = recipe;
        this.inputs = inputs;
    }

    Recipe read(Captions captions) {
        return recipe.make(
                () -> new Recipe(
                        shots(),
                        canvas(recipe.object("canvas")),
                        fit(recipe.object("fit")),
                        recipe.bool("isMirrored", Recipe.DEFAULT.isMirrored()),
                        recipe.number("zoom", Recipe.DEFAULT.zoom()),
                        motion(recipe.object("motion")),
                        grade(recipe.object("grade")),
                        recipe.has("lut") ? inputs.number(recipe.object("lut")) : null,
                        recipe.list("filters", RecipeReader::filter),
                        interrupts(recipe.objectOrNull("interrupts")),
                        recipe.list("inserts", this::insert),
                        captions,
                        captionStyle(recipe.object("captionStyle")),
                        titleCard(recipe.objectOrNull("titleCard")),
                        endCard(recipe.objectOrNull("endCard")),
                        progressBar(recipe.objectOrNull("progressBar")),
                        watermark(recipe.objectOrNull("watermark")),
                        sound(recipe.object("sound")),
                        loudness(recipe.object("loudness")),
                        recipe.timeOrNull("posterAt")),
                Recipe.DEFAULT);
    }

    /** Several, or the one that is the source. */
    List<Shot> shots() {
        return recipe.has("shots")
                ? recipe.list("shots", shot -> shot(shot, inputs.end(shot), UNREADABLE))
                : inputs.cut(recipe.object("source"), shot(recipe.object("source"), null, Shot.WHOLE));
    }

    private Shot shot(Fields shot, @Nullable Duration end, Shot fallback) {
        return shot.make(
                () -> new Shot(
                        inputs.number(shot),
                        shot.time("from", Duration.ZERO),
                        shot.has("to") ? shot.timeOrNull("to") : end,
                        shot.number("speed", 1),
                        into(shot.objectOrNull("into"))),
                fallback);
    }

    static Tightening tightening(Fields pauses) {
        var initial = Tightening.DEFAULT;
        return pauses.make(
                () -> new Tightening(
                        pauses.time("longerThan", initial.longerThan()), pauses.time("keep", initial.keep())),
                initial);
    }

    private static @Nullable Transition into(@Nullable Fields into) {
        return into == null
                ? null
                : into.<@Nullable Transition>make(
                        () -> new Transition(
                                into.oneOf("kind", TransitionKind.class, TransitionKind.FADE),
                                into.time("duration", Transition.DEFAULT_DURATION)),
                        null);
    }

    private static Canvas canvas(Fields canvas) {
        var initial = Canvas.DEFAULT;
        return canvas.make(
                () -> new Canvas(
                        canvas.integer("width", initial.width()),
                        canvas.integer("height", initial.height()),
                        canvas.integer("frameRate", initial.frameRate())),
                initial);
    }

    private static Fit fit(Fields fit) {
        String choice = fit.choice("crop", "crop", "follow", "pad", "blur");
        Fields chosen = fit.object(choice);
        return switch (choice) {
            case "follow" -> new Fit.Follow(chosen.oneOf("subject", FollowSubject.class, FollowSubject.FACES));
            case "pad" -> new Fit.Pad(chosen.color("color", Rgb.BLACK));
            case "blur" -> chosen.make(() -> new Fit.Blur(chosen.number("strength", 20)), Fit.DEFAULT);
            default -> chosen.make(() -> new Fit.Crop(chosen.number("x", 0.5), chosen.number("y", 0.5)), Fit.DEFAULT);
        };
    }

    private static Motion motion(Fields motion) {
        var initial = Motion.NONE;
        return motion.make(
                () -> new Motion(
                        motion.oneOf("kind", MotionKind.class, initial.kind()),
                        motion.number("amount", initial.amount())),
                initial);
    }

    private static @Nullable Filter filter(Fields filter) {
        if (!filter.has("kind")) {
            filter.text("kind");
            return null;
        }
        return filter.<@Nullable Filter>make(
                () -> new Filter(
                        filter.oneOf("kind", FilterKind.class, FilterKind.GRAIN),
                        filter.number("strength", Filter.DEFAULT_STRENGTH)),
                null);
    }

    private static @Nullable Interrupts interrupts(@Nullable Fields interrupts) {
        return interrupts == null
                ? null
                : interrupts.<@Nullable Interrupts>make(
                        () -> new Interrupts(
                                interrupts.allOf("kinds", InterruptKind.class),
                                interrupts.time("every", Interrupts.DEFAULT_EVERY),
                                interrupts.integer("seed", 1)),
                        null);
    }

    private @Nullable Insert insert(Fields insert) {
        return insert.<@Nullable Insert>make(
                () -> new Insert(
                        inputs.number(insert),
                        insert.time("from", Duration.ZERO),
                        insert.time("at"),
                        insert.time("duration", Insert.DEFAULT_DURATION),
                        insert.has("corner") ? insert.oneOf("corner", Corner.class, Corner.TOP_LEFT) : null,
                        insert.number("size", Insert.DEFAULT_SIZE)),
                null);
    }

    private static @Nullable EndCard endCard(@Nullable Fields card) {
        return card == null
                ? null
                : card.<@Nullable EndCard>make(
                        () -> new EndCard(card.text("text"), card.time("duration", EndCard.DEFAULT_DURATION)), null);
    }

    private static @Nullable ProgressBar progressBar(@Nullable Fields bar) {
        return bar == null
                ? null
                : bar.<@Nullable ProgressBar>make(
                        () -> new ProgressBar(
                                bar.color("color", Rgb.WHITE),
                                bar.number("height", ProgressBar.DEFAULT_HEIGHT),
                                bar.bool("isTop", false)),
                        null);
    }

    private static Grade grade(Fields grade) {
        return grade.make(
                () -> new Grade(
                        grade.number("brightness", 0),
                        grade.number("contrast", 1),
                        grade.number("saturation", 1),
                        grade.number("gamma", 1)),
                Grade.NEUTRAL);
    }

    static Captions heard(Fields speech) {
        return speech.<Captions>make(
                () -> new Captions.Heard(speech.integer("characters", Captions.Heard.DEFAULT_CHARACTERS)),
                Captions.NONE);
    }

    static @Nullable Cue cue(Fields cue) {
        Duration from = cue.time("from");
        Duration to = cue.time("to");
        String text = cue.text("text");
        List<Duration> starts = cue.times("wordStarts");
        boolean isWhole = cue.has("from") && cue.has("to") && cue.has("text");
        return isWhole ? cue.<@Nullable Cue>make(() -> new Cue(from, to, text, starts), null) : null;
    }

    private static CaptionStyle captionStyle(Fields style) {
        var initial = CaptionStyle.DEFAULT;
        return style.make(
                () -> new CaptionStyle(
                        style.number("size", initial.size()),
                        style.color("color", initial.color()),
                        style.color("outlineColor", initial.outlineColor()),
                        style.colorOrNull("boxColor"),
                        style.oneOf("place", VerticalPlace.class, initial.place()),
                        style.oneOf("animation", CaptionAnimation.class, initial.animation()),
                        style.color("highlightColor", initial.highlightColor()),
                        style.bool("isUpperCase", initial.isUpperCase()),
                        style.has("wordsAtOnce") ? style.integer("wordsAtOnce", 1) : null,
                        style.oneOf("safeZone", SafeZone.class, initial.safeZone())),
                initial);
    }

    private static @Nullable TitleCard titleCard(@Nullable Fields card) {
        return card == null
                ? null
                : card.<@Nullable TitleCard>make(
                        () -> new TitleCard(card.text("text"), card.time("duration", TitleCard.DEFAULT_DURATION)),
                        null);
    }

    private @Nullable Watermark watermark(@Nullable Fields watermark) {
        if (watermark == null) {
            return null;
        }
        return watermark.<@Nullable Watermark>make(
                () -> new Watermark(
                        mark(watermark.object("mark")),
                        watermark.oneOf("corner", Corner.class, Watermark.DEFAULT_CORNER),
                        watermark.number("opacity", Watermark.DEFAULT_OPACITY),
                        watermark.number("size", Watermark.DEFAULT_SIZE)),
                null);
    }

    /** An image is named by asset in the API and by number in the canonical form. */
    private Mark mark(Fields mark) {
        return mark.choice("text", "text", "assetId", "input").equals("text")
                ? mark.make(() -> new Mark.Text(mark.text("text")), new Mark.Image(0))
                : new Mark.Image(inputs.number(mark));
    }

    private Soundtrack sound(Fields sound) {
        return new Soundtrack(
                original(sound.object("original")),
                music(sound.objectOrNull("music")),
                voice(sound.objectOrNull("voice")));
    }

    private static Original original(Fields original) {
        var initial = Original.DEFAULT;
        return original.make(
                () -> new Original(
                        original.number("gain", initial.gain()),
                        original.bool("isMuted", initial.isMuted()),
                        original.bool("isDenoised", initial.isDenoised())),
                initial);
    }

    private @Nullable Music music(@Nullable Fields music) {
        return music == null
                ? null
                : music.<@Nullable Music>make(
                        () -> new Music(
                                inputs.number(music),
                                music.time("from", Duration.ZERO),
                                music.number("gain", Music.DEFAULT_GAIN),
                                music.bool("isDucked", true),
                                music.time("fade", Music.DEFAULT_FADE)),
                        null);
    }

    private @Nullable Voice voice(@Nullable Fields voice) {
        return voice == null
                ? null
                : voice.<@Nullable Voice>make(
                        () -> new Voice(inputs.number(voice), voice.time("at", Duration.ZERO), voice.number("gain", 0)),
                        null);
    }

    private static Loudness loudness(Fields loudness) {
        var initial = Loudness.DEFAULT;
        return loudness.make(
                () -> new Loudness(
                        loudness.bool("isNormalized", initial.isNormalized()),
                        loudness.number("target", initial.target())),
                initial);
    }
}
