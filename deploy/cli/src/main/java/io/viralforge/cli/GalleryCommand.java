package io.viralforge.cli;

import io.viralforge.recipe.CaptionAnimation;
import io.viralforge.recipe.FilterKind;
import io.viralforge.recipe.InterruptKind;
import io.viralforge.recipe.MotionKind;
import io.viralforge.recipe.Recipe;
import io.viralforge.recipe.RecipeInput;
import io.viralforge.recipe.RecipePreset;
import io.viralforge.recipe.TransitionKind;
import io.viralforge.worker.media.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that a recipe can do to a picture, on one page to look at. */
@CommandLine.Command(
        name = "gallery",
        description =
                "Renders every preset, caption style, filter, movement, interrupt and transition on a clip, and a page that shows them.",
        footer = {
            "",
            "Needs no server: the page is made here, with what a worker uses.",
            "",
            "  ./forge gallery",
            "  ./forge gallery --clip talk.mp4 --out gallery"
        })
final class GalleryCommand extends Command {
    private static final Map<String, Object> SMALL = Map.of("width", 270, "height", 480, "frameRate", 24);
    private static final String WORDS = "This is what it looks like.";

    @Option(names = "--clip", paramLabel = "FILE", description = "The clip. Without it one is made on the spot.")
    private @Nullable Path clip;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where the page is put; by default in the folder gallery of the data folder. What is there of an earlier one is replaced.")
    private @Nullable Path out;

    @Option(
            names = "--from",
            paramLabel = "SECONDS",
            description = "Where in the clip to begin, by default at its start.")
    private double from;

    @Mixin
    private DataFolder folder = new DataFolder();

    /** One thing to look at. */
    private record Piece(String group, String name, Map<String, Object> recipe) {
        String file() {
            return (group + "-" + name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        }
    }

    @Override
    Exit run() throws Exception {
        if (clip != null) {
            ShortMaker.checkClip(clip);
        }
        Eye eye = Eye.open();
        Path into = Files.createDirectories(out != null ? out : folder.path().resolve("gallery"));
        Path work = Files.createTempDirectory("viralforge-gallery-");
        try {
            Path source = clip != null ? clip : SampleClip.make(eye.ffmpeg(), work);
            Duration length = eye.decode(source).duration();
            if (length == null) {
                throw new Failure(Exit.REFUSED, source + " is a still picture: name a file that moves.");
            }
            List<Piece> pieces = pieces();
            var made = new ArrayList<Piece>();
            try (Progress bar = Progress.ofPercent(terminal(), "Rendering")) {
                for (Piece piece : pieces) {
                    bar.say(piece.group() + " " + piece.name());
                    render(eye, piece, source, length, work, into);
                    made.add(piece);
                    bar.to(100L * made.size() / pieces.size());
                }
            }
            Path page = Files.writeString(into.resolve("index.html"), page(made));
            terminal().raw(page.toAbsolutePath().normalize().toString());
            return Exit.DONE;
        } finally {
            delete(work);
        }
    }

    private static List<Piece> pieces() {
        var pieces = new ArrayList<Piece>();
        pieces.add(new Piece("Plain", "as it is", Map.of()));
        for (RecipePreset preset : RecipePreset.values()) {
            pieces.add(
                    new Piece("Preset", preset.title(), Map.of("preset", preset, "captions", Map.of("text", WORDS))));
        }
        for (CaptionAnimation kind : CaptionAnimation.values()) {
            pieces.add(new Piece(
                    "Captions",
                    words(kind),
                    Map.of("captions", Map.of("text", WORDS), "captionStyle", Map.of("animation", kind, "size", 44))));
        }
        for (FilterKind kind : FilterKind.values()) {
            pieces.add(new Piece("Filter", words(kind), Map.of("filters", List.of(Map.of("kind", kind)))));
        }
        for (MotionKind kind : MotionKind.values()) {
            pieces.add(new Piece("Motion", words(kind), Map.of("motion", Map.of("kind", kind, "amount", 1.2))));
        }
        for (InterruptKind kind : InterruptKind.values()) {
            pieces.add(new Piece(
                    "Interrupt", words(kind), Map.of("interrupts", Map.of("kinds", List.of(kind), "every", "PT1S"))));
        }
        for (TransitionKind kind : TransitionKind.values()) {
            pieces.add(new Piece("Transition", words(kind), Map.of("transition", kind)));
        }
        return pieces;
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void render(Eye eye, Piece piece, Path source, Duration length, Path work, Path into)
            throws IOException, InterruptedException {
        Path pieceFolder = work.resolve(piece.file());
        switch (eye.render(recipe(piece, length), List.of(source), pieceFolder)) {
            case Rendering.Rendered rendered -> {
                Files.move(rendered.video(), into.resolve(piece.file() + ".mp4"), StandardCopyOption.REPLACE_EXISTING);
                Files.move(rendered.poster(), into.resolve(piece.file() + ".jpg"), StandardCopyOption.REPLACE_EXISTING);
            }
            case Rendering.Failed failed ->
                throw new Failure(Exit.FAILED, piece.group() + " " + piece.name() + ": " + failed.message());
        }
    }

    /** Three seconds of the clip; for a transition two halves of it, the second one from further on. */
    private Recipe recipe(Piece piece, Duration length) {
        Duration begin = Duration.ofMillis(Math.round(from * 1e3));
        Duration end = min(begin.plusSeconds(3), length);
        var input = new HashMap<String, @Nullable Object>(piece.recipe());
        Object transition = input.remove("transition");
        input.put("canvas", SMALL);
        if (transition == null) {
            input.put("source", Map.of("assetId", "a", "from", begin, "to", end));
        } else {
            Duration middle = begin.plus(end.minus(begin).dividedBy(2));
            Duration later = length.minus(end.minus(middle));
            input.put(
                    "shots",
                    List.of(
                            Map.of("assetId", "a", "from", begin, "to", middle),
                            Map.of("assetId", "a", "from", later, "to", length, "into", Map.of("kind", transition))));
        }
        return switch (new RecipeInput(input).read(List.of(new RecipeInput.Medium(length)))) {
            case RecipeInput.Reading.Valid(Recipe recipe) -> recipe;
            case RecipeInput.Reading.Invalid invalid ->
                throw new Failure(Exit.USAGE, "The clip is too short for " + piece.name() + ": " + invalid.problems());
        };
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String page(List<Piece> pieces) {
        var html = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>What a recipe can do</title>
                <style>
                  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
                  body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
                  section { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 1rem; }
                  figure { margin: 0; }
                  video { width: 100%; border-radius: .5rem; background: #000; aspect-ratio: 9 / 16; }
                  figcaption { font-size: .9rem; padding: .25rem 0; }
                </style>
                <h1>What a recipe can do</h1>
                """);
        String group = "";
        for (Piece piece : pieces) {
            if (!piece.group().equals(group)) {
                html.append(group.isEmpty() ? "" : "</section>\n");
                group = piece.group();
                html.append("<h2>").append(group).append("</h2>\n<section>\n");
            }
            html.append(
                    "<figure><video src=\"%1$s.mp4\" poster=\"%1$s.jpg\" muted loop playsinline controls preload=\"none\" aria-label=\"%2$s\"></video><figcaption>%2$s</figcaption></figure>%n"
                            .formatted(piece.file(), piece.name()));
        }
        return html.append("</section>\n</html>\n").toString();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
