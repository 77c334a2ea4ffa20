package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Fit;
import io.viralforge.recipe.Grade;
import io.viralforge.worker.media.RenderPlan.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The one filtergraph of a render, as a function of its plan. It is made of numbers and of nothing else: no word of
 * anybody's ever enters it.
 */
final class FilterGraph {
    /** A quarter of a second. */
    static final double FADE_SECONDS = 0.25;
    /** The blurred background is made this much smaller, which nobody sees and which costs a sixteenth. */
    private static final int BACKGROUND_DIVISOR = 4;

    private static final String SCALER = ":flags=bicubic+accurate_rnd+full_chroma_int+bitexact";
    /**
     * Nits that stand for 1 before the curve. With this and Hable's curve an HLG picture gets the greys that its signal
     * was made to give on a standard screen.
     */
    private static final int NOMINAL_PEAK = 100;

    /** Matrices as ffprobe names them, and as the filter scale does. */
    private static final Map<String, String> MATRICES = Map.of(
            "bt709", "bt709",
            "fcc", "fcc",
            "bt470bg", "bt470",
            "smpte170m", "smpte170m",
            "smpte240m", "smpte240m",
            "bt2020nc", "bt2020");

    private final RenderPlan plan;
    private final boolean hasToneMapping;
    private final Track.Video video;
    private final Canvas canvas;
    private final Window.Picture picture;
    private final List<String> chains = new ArrayList<>();

    private FilterGraph(RenderPlan plan, boolean hasToneMapping) {
        this.plan = plan;
        this.hasToneMapping = hasToneMapping;
        this.video = plan.clip().video();
        this.canvas = plan.recipe().canvas();
        this.picture = Window.Picture.of(video);
    }

    /**
     * The graph with outputs {@code [video]}, {@code [poster]} and {@code [audio]}.
     *
     * @param hasToneMapping whether this FFmpeg has zscale and tonemap
     */
    static String of(RenderPlan plan, boolean hasToneMapping) {
        var graph = new FilterGraph(plan, hasToneMapping);
        graph.picture();
        graph.layers();
        graph.ends();
        graph.chains.add(audio(plan, plan.sound()) + "[audio]");
        return String.join(";", graph.chains);
    }

    /** The chain of the sound up to its end, without the label: also what is measured before. */
    static String audio(RenderPlan plan, Sound sound) {
        double length = plan.seconds();
        if (!(sound instanceof Sound.Taken taken) || plan.clip().audio() == null) {
            return "anullsrc=r=48000:cl=stereo,atrim=end=" + seconds(length);
        }
        var chain = new StringBuilder("[0:" + plan.clip().audio().index() + "]");
        if (plan.preroll() > 0) {
            chain.append("asetpts=PTS-").append(seconds(plan.preroll())).append("/TB,atrim=start=0,");
        }
        // Gaps and a late start become silence, so that sound and picture stay together.
        chain.append("aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo");
        chain.append(",apad=whole_dur=").append(seconds(length));
        if (plan.recipe().source().to() != null) {
            chain.append(",atrim=end=").append(seconds(length));
        }
        return chain + taken.filters();
    }

    private void picture() {
        var source = new ArrayList<String>();
        // Costs nothing unless the size changes on the way, as it may in a stream: later filters count on the first.
        source.add("scale=" + picture.width() + ":" + picture.height());
        if (video.isInterlaced()) {
            source.add("bwdif=deint=interlaced");
        }
        if (plan.preroll() > 0) {
            source.add("setpts=PTS-" + seconds(plan.preroll()) + "/TB");
        }
        if (plan.isRateFirst()) {
            source.add(rate());
        }
        String from = "[0:" + video.index() + "]"
                + String.join("", source.stream().map(f -> f + ",").toList());
        double zoom = plan.recipe().zoom();
        var finish = finish();
        switch (plan.recipe().fit()) {
            case Fit.Crop(double x, double y) -> {
                var shown = fitted(Window.filling(picture, canvas.width(), canvas.height(), x, y, zoom));
                chains.add(from + joined(shown, finish) + "[fitted]");
            }
            case Fit.Pad(var color) -> {
                Window window = Window.within(picture, canvas.width(), canvas.height(), zoom);
                var shown = new ArrayList<>(fitted(window));
                shown.add("pad=%d:%d:%d:%d:color=0x%06X"
                        .formatted(canvas.width(), canvas.height(), left(window), top(window), color.value()));
                chains.add(from + joined(shown, finish) + "[fitted]");
            }
            case Fit.Blur(double strength) -> {
                Window window = Window.within(picture, canvas.width(), canvas.height(), zoom);
                chains.add(from + "split[near][far]");
                chains.add("[far]" + String.join(",", background(strength)) + "[behind]");
                chains.add("[near]" + String.join(",", fitted(window)) + "[before]");
                chains.add("[behind][before]" + over(left(window), top(window)) + "," + joined(finish, List.of())
                        + "[fitted]");
            }
        }
    }

    private String rate() {
        return "fps=fps=" + canvas.frameRate() + ":start_time=0:round=near";
    }

    private int left(Window window) {
        return even((canvas.width() - window.width()) / 2);
    }

    private int top(Window window) {
        return even((canvas.height() - window.height()) / 2);
    }

    private static int even(int value) {
        return value - value % 2;
    }

    private List<String> background(double strength) {
        int width = Math.max(16, even(canvas.width() / BACKGROUND_DIVISOR));
        int height = Math.max(16, even(canvas.height() / BACKGROUND_DIVISOR));
        var filters = new ArrayList<>(fitted(Window.filling(picture, width, height, 0.5, 0.5, 1)));
        // What is called a blur's radius is about twice the sigma of a Gaussian.
        filters.add("gblur=sigma=" + number(strength / 1000 * width / 2));
        filters.add("scale=" + canvas.width() + ":" + canvas.height() + SCALER);
        filters.add("setsar=1");
        return filters;
    }

    /** Cuts, scales and brings the colours to BT.709, limited range. */
    private List<String> fitted(Window window) {
        var filters = new ArrayList<String>();
        if (window.cutWidth() < picture.width() || window.cutHeight() < picture.height()) {
            filters.add("crop=%d:%d:%d:%d:exact=0"
                    .formatted(window.cutWidth(), window.cutHeight(), window.cutX(), window.cutY()));
        }
        boolean isMapped = video.colour().isHdr() && hasToneMapping;
        String size = "scale=" + window.scaledWidth() + ":" + window.scaledHeight();
        filters.add(isMapped ? size + SCALER : size + colours() + SCALER);
        if (window.scaledWidth() > window.width() || window.scaledHeight() > window.height()) {
            filters.add("crop=%d:%d:%d:%d".formatted(window.width(), window.height(), window.trimX(), window.trimY()));
        }
        if (isMapped) {
            filters.addAll(toneMapping());
        }
        filters.add("format=yuv420p");
        filters.add("setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709");
        filters.add("setsar=1");
        return filters;
    }

    /** What the file does not say is guessed as players do: by height. */
    private String colours() {
        String matrix = video.colour().matrix();
        String guessed = video.height() >= 720 ? "bt709" : "smpte170m";
        String known = matrix == null ? guessed : MATRICES.getOrDefault(matrix, guessed);
        String range = video.colour().isFullRange() || video.colour().pixels().startsWith("yuvj") ? "full" : "limited";
        boolean isRgb = "gbr".equals(matrix) || video.colour().pixels().matches("(rgb|bgr|gbr|argb|abgr|pal8|0rgb).*");
        return (isRgb ? "" : ":in_color_matrix=" + known + ":in_range=" + range)
                + ":out_color_matrix=bt709:out_range=limited";
    }

    private List<String> toneMapping() {
        String transfer = video.colour().transfer();
        String in = "zscale=tin=" + transfer + ":min=bt2020nc:pin=bt2020:rin=limited:t=linear:npl=" + NOMINAL_PEAK;
        return List.of(
                in,
                "format=gbrpf32le",
                "zscale=p=bt709",
                "tonemap=tonemap=hable:desat=0",
                "zscale=t=bt709:m=bt709:r=limited");
    }

    /** What is done to the picture once it has its shape. */
    private List<String> finish() {
        var filters = new ArrayList<String>();
        if (plan.recipe().isMirrored()) {
            filters.add("hflip");
        }
        Grade grade = plan.recipe().grade();
        if (!grade.equals(Grade.NEUTRAL)) {
            filters.add("eq=brightness=" + number(grade.brightness())
                    + ":contrast=" + number(grade.contrast())
                    + ":saturation=" + number(grade.saturation())
                    + ":gamma=" + number(grade.gamma()));
        }
        if (!plan.isRateFirst()) {
            filters.add(rate());
        }
        // The last picture is held for as long as it takes, and not a frame longer.
        filters.add("tpad=stop=-1:stop_mode=clone");
        filters.add("trim=end_frame=" + plan.frames());
        return filters;
    }

    private void layers() {
        String below = "fitted";
        int input = 1;
        for (Layer layer : plan.layers()) {
            String name = "layer" + input;
            chains.add("[" + input + ":v]" + prepared(layer) + "[" + name + "]");
            chains.add("[" + below + "][" + name + "]" + over(layer) + "[over" + input + "]");
            below = "over" + input;
            input++;
        }
        chains.add("[" + below + "]split[video][still]");
    }

    private static String prepared(Layer layer) {
        String colours = "scale=out_color_matrix=bt709:out_range=limited,format=yuva420p";
        return switch (layer) {
            case Layer.Sequence sequence -> colours;
            case Layer.Drawn drawn -> colours;
            case Layer.Opening opening ->
                colours + ",fade=t=out:st=" + seconds(opening.seconds() - FADE_SECONDS) + ":d=" + seconds(FADE_SECONDS)
                        + ":alpha=1";
            case Layer.Image image ->
                "trim=end_frame=1,scale=%d:%d%s,format=rgba,colorchannelmixer=aa=%s,"
                                .formatted(image.width(), image.height(), SCALER, number(image.opacity()))
                        + colours;
        };
    }

    private static String over(Layer layer) {
        return layer instanceof Layer.Opening
                ? over(layer.x(), layer.y()).replace("eof_action=repeat", "eof_action=pass")
                : over(layer.x(), layer.y());
    }

    private static String over(int x, int y) {
        return "overlay=x=" + x + ":y=" + y + ":eof_action=repeat:format=yuv420";
    }

    /**
     * The poster, and before it the first picture, which it replaces: FFmpeg tells no progress before each of its outputs
     * has begun.
     */
    private void ends() {
        chains.add("[still]select='eq(n,0)+eq(n," + plan.posterFrame() + ")',"
                // A JPEG is BT.601 in full range: JFIF 1.02.
                + "scale=in_color_matrix=bt709:in_range=limited:out_color_matrix=smpte170m:out_range=full,format=yuvj420p"
                + "[poster]");
    }

    private static String joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return String.join(",", all);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    }
}
