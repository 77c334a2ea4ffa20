package io.viralforge.worker.media;

import io.viralforge.recipe.Music;
import io.viralforge.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a render's command is made of: the recipe, what was found out about its clips, and what was drawn.
 *
 * @param takes the recipe's shots, as FFmpeg's first inputs
 * @param frames how many the result has
 * @param posterFrame which of them is the poster
 * @param mix what is heard beside the takes
 * @param sound what is done to all that is heard
 * @param lut a picture that is a colour table; null: none
 * @param layers what is laid over the picture, lowest first
 * @param video where the result goes
 * @param poster where the poster goes
 * @param gpu the number of the GPU that decodes; null: the processor does
 */
record RenderPlan(
        Recipe recipe,
        List<Take> takes,
        long frames,
        long posterFrame,
        Mix mix,
        Sound sound,
        @Nullable Clip lut,
        List<Layer> layers,
        Path video,
        Path poster,
        @Nullable Integer gpu) {
    RenderPlan {
        takes = List.copyOf(takes);
        layers = List.copyOf(layers);
    }

    /** Length of the picture in seconds. */
    double seconds() {
        return (double) frames / recipe.canvas().frameRate();
    }

    /** Something laid over the picture: an input of its own, and where it goes. */
    sealed interface Layer {
        int x();

        int y();

        /** Drawn pictures, each shown for a while: a list for FFmpeg's concat demuxer. */
        record Sequence(Path list, int x, int y) implements Layer {}

        /** A drawn picture that fades out. */
        record Opening(Path picture, double seconds, int x, int y) implements Layer {}

        /** A drawn picture that fades in and stays to the end. */
        record Closing(Path picture, double at, double seconds, int x, int y) implements Layer {}

        /** A drawn picture that comes in from the left and is there at the end. */
        record Growing(Path picture, int x, int y) implements Layer {}

        /** A part of a clip, or a still for a while. */
        record Moving(Take take, Framing framing, double at, int x, int y) implements Layer {}

        /** A drawn picture that stays. */
        record Drawn(Path picture, int x, int y) implements Layer {}

        /** A stranger's picture, scaled, that stays. */
        record Image(Clip still, int width, int height, double opacity, int x, int y) implements Layer {}
    }

    /** The same with this sound and these layers. */
    RenderPlan with(Sound sound, List<Layer> layers) {
        return new RenderPlan(recipe, takes, frames, posterFrame, mix, sound, lut, layers, video, poster, gpu);
    }

    /** Whether anything of the takes' own sound is heard. */
    boolean isOriginalHeard() {
        return !recipe.sound().original().isMuted()
                && takes.stream().anyMatch(take -> take.clip().audio() != null);
    }

    /** When something wakes attention. */
    List<Interruption> interruptions() {
        return recipe.interrupts() == null
                ? List.of()
                : Interruption.of(recipe.interrupts(), recipe.canvas().frameRate(), frames);
    }

    /** Seconds of the inputs that are decoded. */
    double decodedSeconds() {
        double rate = recipe.canvas().frameRate();
        Music music = recipe.sound().music();
        double skipped = music == null ? 0 : music.from().toMillis() / 1e3;
        return skipped
                + takes.stream()
                        .mapToDouble(take -> take.preroll()
                                + take.frames() / rate * take.shot().speed())
                        .sum();
    }
}
