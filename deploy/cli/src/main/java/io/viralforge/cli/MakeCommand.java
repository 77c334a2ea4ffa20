package io.viralforge.cli;

import io.viralforge.client.Json;
import io.viralforge.types.CaptionsInput;
import io.viralforge.types.MediaKind;
import io.viralforge.types.RecipePreset;
import io.viralforge.types.RightsInput;
import io.viralforge.types.cli.AssetFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A short of one's own, from the terminal. */
@CommandLine.Command(
        name = "make",
        description = "Makes a short of clips and stills of yours, one after the other, and downloads and verifies it.",
        footer = {
            "",
            "Uses the server that runs in the data folder, else starts one and stops it afterwards. Whatever a recipe"
                    + " can say, --set says by its name in the API.",
            "",
            "  ./forge make talk.mp4 --preset cinematic --captions talk.vtt",
            "  ./forge make a.mp4 photo.jpg b.mp4 --transition fade",
            "  ./forge make walk.mp4 --say 'Nobody told me that.' --set captions.speech={}",
            "  ./forge make talk.mp4 --set source.pauses={} --set zoom=1.2"
        })
final class MakeCommand extends Command {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Clips and stills, in the order in which they are shown.")
    private List<Path> files = List.of();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            completionCandidates = Presets.class,
            description = "What to begin with: ${COMPLETION-CANDIDATES}.")
    private @Nullable String preset;

    @Option(
            names = "--captions",
            paramLabel = "FILE",
            description =
                    "Captions, in UTF-8, to burn in. Times are those of the clip, and of the result where there are"
                            + " several files; plain text is spread over its length.")
    private @Nullable Path captions;

    @Option(
            names = "--transition",
            paramLabel = "KIND",
            description = "How one file becomes the next, such as fade or whip; without it by cuts.")
    private @Nullable String transition;

    @Option(names = "--say", paramLabel = "TEXT", description = "A text that is read aloud over the result.")
    private @Nullable String say;

    @Option(
            names = "--voice",
            paramLabel = "NAME",
            defaultValue = "mary/slt",
            description =
                    "Who reads it: ${DEFAULT-VALUE} is the server's own and English; others are listed by the query voices.")
    private String voice = "mary/slt";

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A field of the recipe, such as zoom=1.1 or titleCard.text=Hello; values may be JSON.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private RightsOptions rights = new RightsOptions();

    @Mixin
    private ShortOptions options = new ShortOptions();

    @Mixin
    private DataFolder folder = new DataFolder();

    /** The names of all presets, as they are typed. */
    static final class Presets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(RecipePreset.values())
                    .filter(each -> each != RecipePreset.UNKNOWN)
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    @Override
    Exit run() throws Exception {
        files.forEach(ShortMaker::checkClip);
        options.check();
        Map<String, @Nullable Object> given = given();
        RightsInput basis = rights.of(terminal());
        @Nullable CaptionsInput words = captions == null ? null : Captions.read(captions);
        if (words != null) {
            given.put("captions", words.toMap());
        }
        return folder.send(
                api -> {
                    new ShortMaker(terminal(), folder, options, Eye.open()).make(api, files, basis, (steps, assets) -> {
                        if (say != null) {
                            put(given, "sound.voice.assetId", steps.speak(say, voice));
                        }
                        return recipe(given, assets);
                    });
                    return Exit.DONE;
                },
                terminal());
    }

    /** What was typed, as fields of the recipe. */
    private Map<String, @Nullable Object> given() {
        Map<String, @Nullable Object> recipe = new HashMap<>();
        if (preset != null) {
            String name = preset.toUpperCase(Locale.ROOT).replace('-', '_');
            if (Arrays.stream(RecipePreset.values())
                    .noneMatch(each -> each.name().equals(name))) {
                throw new Failure(
                        Exit.USAGE,
                        "There is no preset " + preset + "; one of " + String.join(", ", new Presets()) + ".");
            }
            recipe.put("preset", name);
        }
        settings.forEach((name, value) -> set(recipe, name, value));
        return recipe;
    }

    /** Puts a value where its name, with dots between, says. */
    static void set(Map<String, @Nullable Object> recipe, String name, String value) {
        put(recipe, name, read(value));
    }

    private static void put(Map<String, @Nullable Object> recipe, String name, @Nullable Object value) {
        Map<String, @Nullable Object> inner = recipe;
        List<String> path = Arrays.asList(name.split("\\.", -1));
        for (String step : path.subList(0, path.size() - 1)) {
            Object next = inner.computeIfAbsent(step, _ -> new HashMap<String, @Nullable Object>());
            if (!(next instanceof Map<?, ?>)) {
                throw new Failure(Exit.USAGE, "--set " + name + ": " + step + " has a value of its own already.");
            }
            @SuppressWarnings("unchecked")
            var object = (Map<String, @Nullable Object>) next;
            inner = object;
        }
        inner.put(path.getLast(), value);
    }

    /** JSON, where it is some; else the words themselves. */
    private static @Nullable Object read(String value) {
        try {
            return Json.object("{\"value\":" + value + "}").get("value");
        } catch (IOException words) {
            return value;
        }
    }

    private Map<String, @Nullable Object> recipe(Map<String, @Nullable Object> given, List<AssetFields> assets) {
        var recipe = new HashMap<String, @Nullable Object>(given);
        if (assets.size() == 1 && assets.getFirst().kind() == MediaKind.VIDEO) {
            recipe.put(
                    "source",
                    with(given.get("source"), "assetId", assets.getFirst().id()));
        } else {
            recipe.put(
                    "shots",
                    IntStream.range(0, assets.size())
                            .mapToObj(i -> shot(assets.get(i).id(), i))
                            .toList());
        }
        return recipe;
    }

    private Map<String, @Nullable Object> shot(String asset, int number) {
        Map<String, @Nullable Object> shot = new HashMap<>(Map.of("assetId", asset));
        if (transition != null && number > 0) {
            shot.put("into", Map.of("kind", transition.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return shot;
    }

    private static Map<String, @Nullable Object> with(@Nullable Object object, String name, Object value) {
        var all = new HashMap<String, @Nullable Object>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, each) -> all.put(String.valueOf(key), each));
        }
        all.put(name, value);
        return all;
    }
}
