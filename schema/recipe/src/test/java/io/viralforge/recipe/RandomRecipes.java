package io.viralforge.recipe;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Recipes all over the allowed ranges. */
final class RandomRecipes {
    private static final String LETTERS = "aZ \"\\/\n<>&\u00e9\u0301\u20ac\u3042\ud83d\ude00\u0627\u200f";

    private RandomRecipes() {}

    static Recipe next(Random random) {
        return new Recipe(
                shots(random),
                new Canvas(64 + 2 * random.nextInt(1888), 64 + 2 * random.nextInt(1888), 10 + random.nextInt(51)),
                fit(random),
                random.nextBoolean(),
                between(random, 1, 2),
                new Motion(one(random, MotionKind.values()), between(random, 1.01, 1.5)),
                new Grade(
                        between(random, -1, 1), between(random, 0, 2), between(random, 0, 3), between(random, 0.1, 10)),
                random.nextBoolean() ? null : random.nextInt(3),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new Filter(one(random, FilterKind.values()), between(random, 0.05, 1))),
                random.nextBoolean()
                        ? null
                        : new Interrupts(
                                List.of(one(random, InterruptKind.values()), one(random, InterruptKind.values())),
                                Duration.ofMillis(1_000 + random.nextInt(59_000)),
                                random.nextInt()),
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> insert(random))
                        .toList(),
                random.nextInt(5) == 0
                        ? new Captions.Heard(8 + random.nextInt(73))
                        : new Captions.Given(IntStream.range(0, random.nextInt(4))
                                .mapToObj(i -> cue(random))
                                .toList()),
                new CaptionStyle(
                        between(random, 10, 120),
                        rgb(random),
                        rgb(random),
                        random.nextBoolean() ? null : rgb(random),
                        List.of(VerticalPlace.values()).get(random.nextInt(VerticalPlace.values().length)),
                        List.of(CaptionAnimation.values()).get(random.nextInt(5)),
                        rgb(random),
                        random.nextBoolean(),
                        random.nextBoolean() ? null : 1 + random.nextInt(3),
                        List.of(SafeZone.values()).get(random.nextInt(5))),
                random.nextBoolean()
                        ? null
                        : new TitleCard(text(random), Duration.ofMillis(500 + random.nextInt(9_500))),
                random.nextBoolean() ? null : new EndCard(text(random), Duration.ofMillis(500 + random.nextInt(9_500))),
                random.nextBoolean()
                        ? null
                        : new ProgressBar(rgb(random), between(random, 2, 30), random.nextBoolean()),
                watermark(random),
                new Soundtrack(
                        new Original(between(random, -60, 12), random.nextBoolean(), random.nextBoolean()),
                        random.nextBoolean() ? null : music(random),
                        random.nextBoolean()
                                ? null
                                : new Voice(
                                        random.nextInt(3),
                                        Duration.ofMillis(random.nextInt(5_000)),
                                        between(random, -60, 12))),
                new Loudness(random.nextBoolean(), between(random, -31, -9)),
                random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(20_000)));
    }

    private static Music music(Random random) {
        return new Music(
                random.nextInt(3),
                Duration.ofMillis(random.nextInt(100_000)),
                between(random, -60, 12),
                random.nextBoolean(),
                Duration.ofMillis(random.nextInt(10_001)));
    }

    private static List<Shot> shots(Random random) {
        if (random.nextInt(3) == 0) {
            Duration from = Duration.ofMillis(random.nextInt(100_000));
            return List.of(new Shot(0, from, null, between(random, 0.25, 4), null));
        }
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> {
                    Duration from = Duration.ofMillis(random.nextInt(100_000));
                    return new Shot(
                            random.nextInt(2),
                            from,
                            from.plusMillis(80_000 + random.nextInt(100_000)),
                            between(random, 0.25, 4),
                            i == 0 || random.nextBoolean() ? null : into(random));
                })
                .toList();
    }

    private static Transition into(Random random) {
        return new Transition(one(random, TransitionKind.values()), Duration.ofMillis(100 + random.nextInt(1_900)));
    }

    private static Insert insert(Random random) {
        return new Insert(
                random.nextInt(3),
                Duration.ofMillis(random.nextInt(5_000)),
                Duration.ofMillis(random.nextInt(5_000)),
                Duration.ofMillis(200 + random.nextInt(5_000)),
                random.nextBoolean() ? null : one(random, Corner.values()),
                between(random, 100, 700));
    }

    private static <T> T one(Random random, T[] of) {
        return of[random.nextInt(of.length)];
    }

    private static Fit fit(Random random) {
        return List.of(
                        new Fit.Crop(between(random, 0, 1), between(random, 0, 1)),
                        new Fit.Follow(one(random, FollowSubject.values())),
                        new Fit.Pad(rgb(random)),
                        new Fit.Blur(between(random, 1, 50)))
                .get(random.nextInt(4));
    }

    private static Cue cue(Random random) {
        Duration from = Duration.ofMillis(random.nextInt(1_000_000));
        var cue = new Cue(from, from.plusMillis(1 + random.nextInt(5_000)), text(random));
        return random.nextBoolean() ? cue : new Cue(from, cue.to(), cue.text(), cue.wordStarts());
    }

    private static @Nullable Watermark watermark(Random random) {
        Mark mark = random.nextBoolean() ? new Mark.Image(random.nextInt(2)) : new Mark.Text(text(random));
        return random.nextInt(3) == 0
                ? null
                : new Watermark(
                        mark,
                        List.of(Corner.values()).get(random.nextInt(4)),
                        between(random, 0.05, 1),
                        between(random, 20, 500));
    }

    private static Rgb rgb(Random random) {
        return new Rgb(random.nextInt(0x1000000));
    }

    private static double between(Random random, double from, double to) {
        return random.nextInt(8) == 0 ? from : from + random.nextDouble() * (to - from);
    }

    private static String text(Random random) {
        int[] letters = LETTERS.codePoints().toArray();
        var text = new StringBuilder("x");
        random.ints(random.nextInt(50), 0, letters.length).forEach(i -> text.appendCodePoint(letters[i]));
        return text.toString();
    }
}
