package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The API's {@code RecipeInput}, as a map of coerced values: what is asked for, before it is known to be possible. */
public final class RecipeInput {
    /** How long a still is shown unless told. */
    static final Duration STILL_LENGTH = Duration.ofSeconds(3);

    private final Map<String, ? extends @Nullable Object> values;
    private final List<Mention> mentions;
    private final List<String> assets;

    public RecipeInput(Map<String, ? extends @Nullable Object> values) {
        this.values = completed(values);
        this.mentions = mentions(new Fields(this.values));
        this.assets = List.copyOf(
                new LinkedHashSet<>(mentions.stream().map(Mention::assetId).toList()));
    }

    /** What is not given is as the preset has it; each field of the recipe is the one's or the other's as a whole. */
    private static Map<String, ? extends @Nullable Object> completed(Map<String, ? extends @Nullable Object> values) {
        RecipePreset preset = preset(new Fields(values));
        var all = new HashMap<String, @Nullable Object>(preset.fields());
        values.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** None is CLEAN, which sets nothing. */
    private static RecipePreset preset(Fields fields) {
        return fields.oneOf("preset", RecipePreset.class, RecipePreset.CLEAN);
    }

    /** What an asset is wanted for. */
    public enum Use {
        /** To be cut from: something that moves. */
        SOURCE,
        /** To be shown among others: something that moves, or a still. */
        SHOT,
        /** A still. */
        STILL,
        /** To be heard: sound, or something that moves and has sound. */
        SOUND
    }

    /**
     * A place where the recipe names an asset.
     *
     * @param assetId as given; empty when it is missing
     * @param path within the input
     */
    public record Mention(String assetId, Use use, List<String> path) {}

    /**
     * What is known of an asset.
     *
     * @param length as decoded; null: it is a still
     * @param pauses in which nothing is to be heard, in order
     */
    public record Medium(@Nullable Duration length, List<Pause> pauses) {
        /** One in which something is heard all the time. */
        public Medium(@Nullable Duration length) {
            this(length, List.of());
        }
    }

    /** What came of reading it. */
    public sealed interface Reading {
        /** It is within all limits. */
        record Valid(Recipe recipe) implements Reading {}

        /** All that is wrong, never empty; paths begin within the input. */
        record Invalid(List<Problem> problems) implements Reading {}
    }

    /**
     * What is wrong with how much there is of what names assets: to be asked before the assets are looked for. With
     * nothing wrong there are fewer than a hundred mentions.
     */
    public List<Problem> wrongCounts() {
        var fields = new Fields(values);
        var checks = new Checks();
        Recipe.checkCounts(
                checks, named(fields).size(), fields.objects("inserts").size());
        return checks.problems();
    }

    /** Where assets are named, in the order in which they get their numbers; the same one may be named more than once. */
    public List<Mention> mentions() {
        return mentions;
    }

    /** The assets' ids by their numbers, each once. */
    public List<String> assets() {
        return assets;
    }

    /**
     * Reads it for the assets that it names. Cues that are not seen are left out, so that what gives the same picture is
     * the same recipe.
     *
     * @param media of {@link #assets()}, in that order
     */
    public Reading read(List<Medium> media) {
        var fields = new Fields(values);
        preset(fields);
        var inputs = new Named(media);
        List<Shot> shots = new RecipeReader(new Fields(values), inputs).shots();
        boolean isOne = fields.choice("source", "source", "shots").equals("source");
        named(fields).forEach(shot -> checkTimes(shot, inputs));
        fields.objects("inserts").forEach(insert -> checkTimes(insert, inputs));
        heard(fields).forEach(sound -> checkTimes(sound, inputs));
        Duration length = length(shots, media);
        Captions captions =
                fields.has("captions") ? captions(fields.object("captions"), shots, isOne, length) : Captions.NONE;
        var again = new Fields(values);
        Recipe recipe = new RecipeReader(again, inputs).read(captions);
        var problems = new ArrayList<>(fields.problems());
        Stream.concat(again.problems().stream(), recipe.problemsAt(length).stream())
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add);
        return problems.isEmpty() ? new Reading.Valid(recipe) : new Reading.Invalid(List.copyOf(problems));
    }

    private static List<Mention> mentions(Fields fields) {
        Use use = fields.has("shots") ? Use.SHOT : Use.SOURCE;
        var mentions = new ArrayList<Mention>();
        named(fields).forEach(shot -> mentions.add(shot.mention("assetId", use)));
        fields.objects("inserts").forEach(insert -> mentions.add(insert.mention("assetId", Use.SHOT)));
        if (fields.has("lut")) {
            mentions.add(fields.object("lut").mention("assetId", Use.STILL));
        }
        Fields mark = fields.object("watermark").object("mark");
        if (mark.has("assetId")) {
            mentions.add(mark.mention("assetId", Use.STILL));
        }
        heard(fields).forEach(sound -> mentions.add(sound.mention("assetId", Use.SOUND)));
        return List.copyOf(mentions);
    }

    /** What is laid under and over the shots' own sound. */
    private static List<Fields> heard(Fields recipe) {
        Fields sound = recipe.object("sound");
        return Stream.of("music", "voice").filter(sound::has).map(sound::object).toList();
    }

    private static List<Fields> named(Fields recipe) {
        return recipe.has("shots") ? recipe.objects("shots") : List.of(recipe.object("source"));
    }

    /** Assets get the numbers of their ids. */
    private final class Named implements RecipeReader.Inputs {
        private final List<Medium> media;

        Named(List<Medium> media) {
            this.media = media;
        }

        @Override
        public int number(Fields fields) {
            return Math.max(0, assets.indexOf(fields.has("assetId") ? fields.text("assetId") : ""));
        }

        @Override
        public Duration end(Fields shot) {
            Duration length = media.get(number(shot)).length();
            return length == null ? shot.time("from", Duration.ZERO).plus(STILL_LENGTH) : Checks.millis(length);
        }

        @Override
        public List<Shot> cut(Fields source, Shot whole) {
            Medium medium = media.get(whole.input());
            return medium.length() == null || !source.has("pauses")
                    ? List.of(whole)
                    : RecipeReader.tightening(source.object("pauses")).cut(whole, medium.pauses(), medium.length());
        }
    }

    private static void checkTimes(Fields shot, Named inputs) {
        shot.text("assetId");
        Duration clip = inputs.media.get(inputs.number(shot)).length();
        if (clip == null) {
            return;
        }
        Duration end = Checks.millis(clip);
        Duration to = shot.timeOrNull("to");
        if (shot.time("from", Duration.ZERO).plus(Shot.SHORTEST).compareTo(end) > 0) {
            shot.problem(
                    "from", Code.OUT_OF_RANGE, "Must be at least 0.1 s before the clip's end at %s.".formatted(end));
        }
        if (to != null && to.compareTo(end) > 0) {
            shot.problem("to", Code.OUT_OF_RANGE, "Is after the clip's end at %s.".formatted(end));
        }
    }

    /** How long the result will be; some time when that cannot be said, so that what else is wrong is found. */
    private static Duration length(List<Shot> shots, List<Medium> media) {
        Duration length = Duration.ZERO;
        for (Shot shot : shots) {
            Duration clip = media.get(shot.input()).length();
            Duration shown = shot.to() == null && clip != null
                    ? shot.shown(Checks.millis(clip).minus(shot.from()))
                    : shot.length();
            length = shown == null ? length : length.plus(shown);
            length = shot.into() == null ? length : length.minus(shot.into().duration());
        }
        return length.compareTo(Shot.SHORTEST) < 0 ? Shot.SHORTEST : length;
    }

    /** Times count in the source where there is one, and in the result where there are several shots. */
    private static Captions captions(Fields captions, List<Shot> shots, boolean isOne, Duration length) {
        String form = captions.choice("cues", "vtt", "srt", "ass", "cues", "text", "speech");
        if (form.equals("speech")) {
            return RecipeReader.heard(captions.object("speech"));
        }
        if (!isOne) {
            return new Captions.Given(seen(cues(captions, form, Duration.ZERO, length), List.of(Shot.WHOLE), length));
        }
        Duration from = shots.getFirst().from();
        Shot last = shots.getLast();
        Duration end = last.to() == null
                ? last.from().plus(Duration.ofMillis(Math.round(length.toMillis() * last.speed())))
                : last.to();
        return new Captions.Given(seen(cues(captions, form, from, end), shots, end));
    }

    /** Cues at the times when they are seen, without those that are not. */
    private static List<Cue> seen(List<Cue> cues, List<Shot> shots, Duration end) {
        Duration from = shots.getFirst().from();
        return cues.stream()
                .filter(cue -> cue.to().compareTo(from) > 0 && cue.from().compareTo(end) < 0)
                .filter(cue -> shots.stream()
                        .anyMatch(shot -> cue.to().compareTo(shot.from()) > 0
                                && (shot.to() == null || cue.from().compareTo(shot.to()) < 0)))
                .map(cue -> shown(cue, shots, end))
                .toList();
    }

    private static Cue shown(Cue cue, List<Shot> shots, Duration end) {
        Duration begins = shown(cue.from(), shots, end);
        Duration ends = shown(cue.to(), shots, end);
        List<Duration> starts =
                cue.starts().stream().map(start -> shown(start, shots, end)).toList();
        return new Cue(begins, ends.compareTo(begins) > 0 ? ends : begins.plusMillis(1), cue.text(), starts);
    }

    /** When a moment of the source is seen; one that is cut out, when what comes after it is. */
    private static Duration shown(Duration moment, List<Shot> shots, Duration end) {
        Duration before = Duration.ZERO;
        for (Shot shot : shots) {
            Duration to = shot.to() == null ? end : shot.to();
            if (moment.compareTo(to) < 0) {
                return moment.compareTo(shot.from()) < 0 ? before : before.plus(shot.shown(moment.minus(shot.from())));
            }
            before = before.plus(shot.shown(to.minus(shot.from())));
        }
        return before;
    }

    private static List<Cue> cues(Fields captions, String form, Duration from, Duration to) {
        return switch (form) {
            case "vtt" -> document(captions, form, CaptionFormat.VTT, from, to);
            case "srt" -> document(captions, form, CaptionFormat.SRT, from, to);
            case "ass" -> document(captions, form, CaptionFormat.ASS, from, to);
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
