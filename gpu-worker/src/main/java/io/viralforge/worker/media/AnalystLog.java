package io.viralforge.worker.media;

import io.viralforge.recipe.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the filters scdet and ebur128 and those of {@link PauseFinder} say on the way, line by line. */
final class AnalystLog {
    private static final Pattern SCENE =
            Pattern.compile("lavfi\\.scd\\.score: ([0-9.]+), lavfi\\.scd\\.time: ([0-9.]+)");
    private static final Pattern LOUD = Pattern.compile("\\bt: +([0-9.]+) .*\\bM: *(-?[0-9.]+|-?inf|nan)");

    /** Nothing is quieter, in LUFS. */
    private static final double SILENCE = -70;
    /** No scene is shorter, in seconds: a flash, or a cut between two frames, is told more than once. */
    private static final double SCENE_SECONDS = 0.3;

    private final List<Scene> scenes = new ArrayList<>(List.of(new Scene(0, Double.MAX_VALUE)));
    private final List<Double> loudness = new ArrayList<>();
    private final PauseFinder pauses = new PauseFinder();

    /** @param change at its beginning */
    private record Scene(double from, double change) {}

    void line(String line) {
        Matcher loud = LOUD.matcher(line);
        Matcher scene = SCENE.matcher(line);
        if (loud.find()) {
            loud(number(loud.group(1)), number(loud.group(2)));
        } else if (scene.find()) {
            scene(new Scene(number(scene.group(2)), number(scene.group(1))));
        } else {
            pauses.line(line);
        }
    }

    /** Ten a second: the last of each is that second's. */
    private void loud(double time, double lufs) {
        int second = Math.max(0, (int) Math.ceil(time - 1e-6) - 1);
        while (loudness.size() <= second) {
            loudness.add(SILENCE);
        }
        loudness.set(second, Math.clamp(lufs, SILENCE, 10));
    }

    /** Of cuts that lie closer, the one at which most changes is it. */
    private void scene(Scene next) {
        Scene last = scenes.getLast();
        if (next.from() - last.from() >= SCENE_SECONDS) {
            scenes.add(next);
        } else if (next.change() > last.change()) {
            scenes.set(scenes.size() - 1, next);
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException infinite) {
            return SILENCE;
        }
    }

    /** When each begins, the first at 0. */
    List<Double> scenes(double end) {
        return scenes.stream()
                .map(Scene::from)
                .filter(from -> from == 0 || from <= end - SCENE_SECONDS)
                .toList();
    }

    /** In each of so many seconds, in LUFS; fewer where the sound ends before. */
    List<Double> loudness(int seconds) {
        return List.copyOf(loudness.subList(0, Math.min(seconds, loudness.size())));
    }

    List<Pause> pauses(double end) {
        return pauses.pauses(end);
    }
}
