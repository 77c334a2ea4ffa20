package io.viralforge.jobs;

import io.viralforge.media.Asset;
import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Captions;
import io.viralforge.recipe.Recipe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a job needs of its worker. Jobs and workers say it in the same words: a worker can do a job when all that the job
 * needs is among what the worker offers, and its memory suffices.
 *
 * @param words such as {@code encoder:libx264}
 * @param cores that it keeps busy
 * @param memoryBytes that it takes at most, by estimate
 */
record Needs(List<String> words, int cores, long memoryBytes) {
    /** An encode has as many threads everywhere, because its bits depend on that. */
    private static final int RENDER_CORES = 4;

    /** What a render takes beside pictures. */
    private static final long BASE_BYTES = 256L << 20;

    /** Pictures that decoder, filters and encoder keep: some forty of the source and of the canvas, 4 bytes a pixel. */
    private static final long BYTES_A_PIXEL = 160;

    /** The renderer is ended when it takes more. */
    private static final long MOST_BYTES = 4L << 30;

    /** No job needs more. */
    static final Worker.Room MOST = new Worker.Room(RENDER_CORES, MOST_BYTES);

    /** A GPU to itself. Offered by a worker that has any, and with a lease only while one of them is free. */
    static final String GPU = "gpu";

    /** What only a worker offers whose token is trusted. */
    static final String TRUSTED = "trusted";

    /** Codings whose decoders workers try. Of any other nothing is asked: FFmpeg has most, and nobody has tried. */
    private static final Set<String> TRIED = Set.of("h264", "hevc", "vp8", "vp9", "av1");

    static Needs ofRender(String rendererVersion, Recipe recipe, List<Asset> inputs, Collection<String> labels) {
        Set<String> words = new TreeSet<>(List.of(renderer(rendererVersion), encoder("libx264"), encoder("aac")));
        inputs.stream()
                .flatMap(input -> input.codecs().stream())
                .filter(TRIED::contains)
                .map(Needs::decoder)
                .forEach(words::add);
        labels.stream().map(Needs::label).forEach(words::add);
        if (recipe.captions() instanceof Captions.Heard) {
            words.add(model("speech"));
        }
        Canvas canvas = recipe.canvas();
        long pixels = (long) canvas.width() * canvas.height()
                + inputs.stream()
                        .mapToLong(input -> (long) orNone(input.width()) * orNone(input.height()))
                        .sum();
        return new Needs(List.copyOf(words), RENDER_CORES, Math.min(MOST_BYTES, BASE_BYTES + BYTES_A_PIXEL * pixels));
    }

    private static int orNone(@Nullable Integer pixels) {
        return Objects.requireNonNullElse(pixels, 0);
    }

    /** What a worker can do, by what it found by trying and what it is called. */
    static List<String> offers(
            String rendererVersion, Worker.Capabilities can, List<String> labels, boolean isTrusted) {
        Set<String> words = new TreeSet<>();
        if (isTrusted) {
            words.add(TRUSTED);
        }
        if (!can.gpus().isEmpty()) {
            words.add(GPU);
        }
        words.add(renderer(rendererVersion));
        can.encoders().stream().map(Needs::encoder).forEach(words::add);
        can.decoders().stream().map(Needs::coding).map(Needs::decoder).forEach(words::add);
        can.models().stream().map(Needs::model).forEach(words::add);
        labels.stream().map(Needs::label).forEach(words::add);
        return new ArrayList<>(words);
    }

    /** What a decoder decodes. One that needs a GPU counts for nothing: renders run on the CPU. */
    private static String coding(String decoder) {
        return switch (decoder) {
            case "libdav1d", "libaom-av1" -> "av1";
            case "libvpx" -> "vp8";
            case "libvpx-vp9" -> "vp9";
            default -> decoder;
        };
    }

    static String renderer(String version) {
        return "renderer:" + version;
    }

    private static String encoder(String name) {
        return "encoder:" + name;
    }

    private static String decoder(String coding) {
        return "decoder:" + coding;
    }

    private static String model(String name) {
        return "model:" + name;
    }

    private static String label(String label) {
        return "label:" + label;
    }
}
