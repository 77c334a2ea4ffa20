package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Fit;
import io.viralforge.recipe.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the filtergraph that brings one take to the canvas and to the result's rates. */
final class TakeGraph {
    /** The blurred background is made this much smaller, which nobody sees and which costs a sixteenth. */
    private static final int BACKGROUND_DIVISOR = 4;

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

    private final int number;
    private final Take take;
    private final Framing framing;
    private final boolean hasToneMapping;
    private final Track.Video video;
    private final Canvas canvas;
    private final Window.Picture picture;

    /**
     * @param number FFmpeg's number of the take's input
     * @param hasToneMapping whether this FFmpeg has zscale and tonemap
     */
    TakeGraph(int number, Take take, Framing framing, boolean hasToneMapping) {
        this.number = number;
        this.take = take;
        this.framing = framing;
        this.hasToneMapping = hasToneMapping;
        this.video = take.clip().video();
        this.canvas = framing.canvas();
        this.picture = Window.Picture.of(video);
    }

    /** The chains of the picture, the last of which has the output {@code [take0]}. */
    List<String> picture() {
        String from = source(number, take) + (isRateFirst() ? rate() + "," : "");
        String taken = "[take" + number + "]";
        double zoom = framing.zoom();
        return switch (framing.fit()) {
            case Fit.Crop(double x, double y) -> {
                var shown = fitted(Window.filling(picture, canvas.width(), canvas.height(), x, y, zoom));
                yield List.of(from + FilterGraph.joined(shown, finish()) + taken);
            }
            case Fit.Follow _ -> List.of(from + FilterGraph.joined(followed(), finish()) + taken);
            case Fit.Pad(var color) -> {
                Window window = Window.within(picture, canvas.width(), canvas.height(), zoom);
                var shown = new ArrayList<>(fitted(window));
                shown.add("pad=%d:%d:%d:%d:color=0x%06X"
                        .formatted(canvas.width(), canvas.height(), left(window), top(window), color.value()));
                yield List.of(from + FilterGraph.joined(shown, finish()) + taken);
            }
            case Fit.Blur(double strength) -> {
                Window window = Window.within(picture, canvas.width(), canvas.height(), zoom);
                yield List.of(
                        from + "split" + labels("[near%1$d][far%1$d]"),
                        labels("[far%1$d]") + String.join(",", background(strength)) + labels("[behind%1$d]"),
                        labels("[near%1$d]") + String.join(",", fitted(window)) + labels("[before%1$d]"),
                        labels("[behind%1$d][before%1$d]") + FilterGraph.over(left(window), top(window)) + ","
                                + String.join(",", finish()) + taken);
            }
        };
    }

    /** How a take's chains begin, up to a comma: upright, whole frames, the part at zero and at its speed. */
    static String source(int number, Take take) {
        var video = take.clip().video();
        // Costs nothing unless the size changes on the way, as it may in a stream: later filters count on the first.
        String size = "scale=" + video.turnedWidth() + ":" + video.turnedHeight() + ",";
        return "[" + number + ":" + video.index() + "]" + size
                + (video.isInterlaced() ? "bwdif=deint=interlaced," : "")
                + times(take);
    }

    private String labels(String pattern) {
        return pattern.formatted(number);
    }

    /** The chain of the sound up to its end, without a label. */
    String sound() {
        double length = (double) take.frames() / canvas.frameRate();
        Track.Audio audio = take.clip().audio();
        if (audio == null) {
            return "anullsrc=r=48000:cl=stereo,atrim=end=" + FilterGraph.seconds(length);
        }
        double speed = take.shot().speed();
        var chain = new StringBuilder("[" + number + ":" + audio.index() + "]");
        if (take.preroll() > 0) {
            chain.append("asetpts=PTS-")
                    .append(FilterGraph.seconds(take.preroll()))
                    .append("/TB,atrim=start=0,");
        }
        // Gaps and a late start become silence, so that sound and picture stay together.
        chain.append("aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo");
        if (speed != 1) {
            chain.append(",atempo=").append(FilterGraph.number(speed));
        }
        chain.append(",apad=whole_dur=").append(FilterGraph.seconds(length));
        if (take.shot().to() != null) {
            chain.append(",atrim=end=").append(FilterGraph.seconds(length));
        }
        return chain.toString();
    }

    /** Begins the part at zero, and runs it at its speed. */
    private static String times(Take take) {
        double speed = take.shot().speed();
        String begun = take.preroll() > 0 ? "PTS-" + FilterGraph.seconds(take.preroll()) + "/TB" : "PTS";
        if (speed != 1) {
            return "setpts=(" + begun + ")/" + FilterGraph.number(speed) + ",";
        }
        return take.preroll() > 0 ? "setpts=" + begun + "," : "";
    }

    /** Whether frames are dropped or repeated before anything else is done to them. */
    private boolean isRateFirst() {
        return take.preroll() > 0 || video.frameRate() * take.shot().speed() >= canvas.frameRate();
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
        filters.add("gblur=sigma=" + FilterGraph.number(strength / 1000 * width / 2));
        filters.add("scale=" + canvas.width() + ":" + canvas.height() + FilterGraph.SCALER);
        filters.add("setsar=1");
        return filters;
    }

    /** Of what is wanted. */
    private List<String> fitted(Window window) {
        boolean isCut = window.cutWidth() < picture.width() || window.cutHeight() < picture.height();
        boolean isTrimmed = window.scaledWidth() > window.width() || window.scaledHeight() > window.height();
        return fitted(
                isCut
                        ? "crop=%d:%d:%d:%d:exact=0"
                                .formatted(window.cutWidth(), window.cutHeight(), window.cutX(), window.cutY())
                        : null,
                window.scaledWidth() + ":" + window.scaledHeight(),
                isTrimmed
                        ? "crop=%d:%d:%d:%d".formatted(window.width(), window.height(), window.trimX(), window.trimY())
                        : null);
    }

    /** Of where the take is looked at. */
    private List<String> followed() {
        Window.Share share = Window.share(picture, canvas.width(), canvas.height(), framing.zoom());
        Sweep x = Sweep.of(take.gaze().x(), share.width(), picture.width(), canvas.width());
        Sweep y = Sweep.of(take.gaze().y(), share.height(), picture.height(), canvas.height());
        return fitted(
                "crop=%d:%d:'%s':'%s':exact=0".formatted(x.cut(), y.cut(), x.cutAt(), y.cutAt()),
                x.scaled() + ":" + y.scaled(),
                // Half a pixel of colour is nothing that is seen; two pixels at once are.
                "crop=%d:%d:'%s':'%s':exact=1".formatted(x.length(), y.length(), x.trimAt(), y.trimAt()));
    }

    /** Cuts, scales, trims, and brings the colours to BT.709, limited range. */
    private List<String> fitted(@Nullable String cut, String scaled, @Nullable String trim) {
        var filters = new ArrayList<String>();
        if (cut != null) {
            filters.add(cut);
        }
        boolean isMapped = video.colour().isHdr() && hasToneMapping;
        String size = "scale=" + scaled;
        filters.add(isMapped ? size + FilterGraph.SCALER : size + colours() + FilterGraph.SCALER);
        if (trim != null) {
            filters.add(trim);
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
        if (framing.isMirrored()) {
            filters.add("hflip");
        }
        Grade grade = framing.grade();
        if (!grade.equals(Grade.NEUTRAL)) {
            filters.add("eq=brightness=" + FilterGraph.number(grade.brightness())
                    + ":contrast=" + FilterGraph.number(grade.contrast())
                    + ":saturation=" + FilterGraph.number(grade.saturation())
                    + ":gamma=" + FilterGraph.number(grade.gamma()));
        }
        if (!isRateFirst()) {
            filters.add(rate());
        }
        // The last picture is held for as long as it takes, and not a frame longer.
        filters.add("tpad=stop=-1:stop_mode=clone");
        filters.add("trim=end_frame=" + take.frames());
        return filters;
    }
}
