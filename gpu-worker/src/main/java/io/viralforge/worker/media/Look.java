package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.Filter;
import io.viralforge.recipe.InterruptKind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of the filtergraph between the joined takes and what is laid over them. */
final class Look {
    private static final int GRAIN_SEED = 7;
    private static final int TAPE_SEED = 11;

    private final Canvas canvas;
    private final List<String> chains;
    /** Lengths are given for a picture 1080 wide. */
    private final double scale;

    private String label;
    private int made;

    private Look(Canvas canvas, List<String> chains, String label) {
        this.canvas = canvas;
        this.chains = chains;
        this.scale = canvas.width() / 1080.0;
        this.label = label;
    }

    /**
     * Adds its chains.
     *
     * @param label of what comes in
     * @param lut FFmpeg's number of the input with the colour table; null: none
     * @return the label of what comes out
     */
    static String of(RenderPlan plan, List<String> chains, String label, @Nullable Integer lut) {
        var look = new Look(plan.recipe().canvas(), chains, label);
        List<Interruption> interruptions = plan.interruptions();
        if (lut != null) {
            look.table(lut);
        }
        String camera = Camera.of(plan, interruptions);
        if (camera != null) {
            look.then(camera);
        }
        look.freeze(interruptions);
        look.whip(interruptions);
        plan.recipe().filters().forEach(look::filter);
        look.flash(interruptions);
        return look.label;
    }

    private void then(String filters) {
        String next = "look" + made++;
        chains.add("[" + label + "]" + filters + "[" + next + "]");
        label = next;
    }

    /** Lays what filters make of the picture over the picture itself, as opaque as is asked for. */
    private void mixed(double opacity, String filters) {
        String n = Integer.toString(made++);
        chains.add("[%1$s]split[plain%2$s][taken%2$s]".formatted(label, n));
        chains.add("[taken" + n + "]" + filters + "[made" + n + "]");
        chains.add("[made%1$s][plain%1$s]blend=all_mode=normal:all_opacity=%2$s[look%1$s]"
                .formatted(n, FilterGraph.number(opacity)));
        label = "look" + n;
    }

    private void table(int input) {
        // Not in planes: there the filter takes red for blue.
        String n = Integer.toString(made++);
        chains.add("[" + label + "]format=rgb24[plain" + n + "]");
        chains.add("[" + input + ":v]trim=end_frame=1,format=rgb24[table" + n + "]");
        chains.add("[plain%1$s][table%1$s]haldclut=interp=tetrahedral:eof_action=repeat:clut=first,%2$s[look%1$s]"
                .formatted(n, backFromRgb()));
        label = "look" + n;
    }

    /** Drops the frames and lets the one before them stand. */
    private void freeze(List<Interruption> interruptions) {
        String dropped =
                sum(interruptions, InterruptKind.FREEZE, i -> "between(n," + (i.from() + 1) + "," + (i.to() - 1) + ")");
        if (!dropped.isEmpty()) {
            then("select='not(" + dropped + ")',fps=fps=" + canvas.frameRate() + ":start_time=0:round=near");
        }
    }

    private void whip(List<Interruption> interruptions) {
        String whips = sum(interruptions, InterruptKind.WHIP, i -> "between(n," + i.from() + "," + (i.to() - 1) + ")");
        if (!whips.isEmpty()) {
            then("gblur=sigma=" + pixels(26) + ":sigmaV=0.1:steps=1:enable='" + whips + "'");
        }
    }

    private void flash(List<Interruption> interruptions) {
        String when = sum(interruptions, InterruptKind.FLASH, i -> "between(n," + i.from() + "," + (i.to() - 1) + ")");
        if (!when.isEmpty()) {
            String light = sum(
                    interruptions,
                    InterruptKind.FLASH,
                    i -> "between(n,%1$d,%2$d)*0.85*(1-(n-%1$d)/%3$d)".formatted(i.from(), i.to() - 1, i.frames()));
            then("eq=brightness='" + light + "':eval=frame:enable='" + when + "'");
        }
    }

    private static String sum(
            List<Interruption> interruptions, InterruptKind kind, Function<Interruption, String> term) {
        return interruptions.stream()
                .filter(interruption -> interruption.kind() == kind)
                .map(term)
                .collect(Collectors.joining("+"));
    }

    private void filter(Filter filter) {
        double s = filter.strength();
        switch (filter.kind()) {
            case GLITCH -> glitch(s);
            case NOIR ->
                then("hue=s=%s,eq=contrast=%s:brightness=%s,vignette=angle=%s"
                        .formatted(n(1 - s), n(1 + 0.45 * s), n(-0.05 * s), n(0.3 + 0.5 * s)));
            case GLOW -> glow(s);
            case GRAIN -> then(noise(5 + 30 * s, "t+u", GRAIN_SEED));
            case VHS ->
                then(
                        "chromashift=cbh=%d:crh=%d:cbv=2,gblur=sigma=%s:sigmaV=0.1:planes=6,eq=saturation=%s:contrast=%s,%s,%s"
                                .formatted(
                                        whole(10 * s),
                                        -whole(8 * s),
                                        pixels(7 * s),
                                        n(1 + 0.25 * s),
                                        n(1 - 0.08 * s),
                                        "drawgrid=w=iw+2:h=%d:t=1:c=black@%s"
                                                .formatted(Math.max(3, whole(4)), n(0.24 * s)),
                                        noise(4 + 16 * s, "t", TAPE_SEED)));
            case VIGNETTE -> then("vignette=angle=" + n(0.3 + 0.75 * s));
            case LIGHT_LEAK -> lightLeak(s);
            case CHROMATIC_ABERRATION ->
                then("chromashift=cbh=%d:crh=%d".formatted(-Math.max(1, whole(16 * s)), Math.max(1, whole(16 * s))));
            case DUOTONE ->
                mixed(
                        s,
                        "hue=s=0,format=gbrp,lutrgb=r='26+val*0.898':g='20+val*0.667':b='92+val*0.07',"
                                + backFromRgb());
            case POSTERISE -> {
                int steps = (int) Math.round(14 - 10 * s);
                then("lutyuv=y='16+round((val-16)/219*%1$d)*219/%1$d',eq=saturation=%2$s"
                        .formatted(steps, n(1 + 0.4 * s)));
            }
            case DREAM_BLUR -> mixed(0.7 * s, "gblur=sigma=" + pixels(16) + ",eq=brightness=0.05:saturation=1.2");
            case HALFTONE -> halftone(s);
            case SKETCH -> sketch(s);
            case CROSS_PROCESS -> mixed(s, "format=gbrp,curves=preset=cross_process," + backFromRgb());
            case DAY_FOR_NIGHT ->
                then("eq=brightness=%s:contrast=%s:saturation=%s:gamma=%s,format=gbrp,%s,%s"
                        .formatted(
                                n(-0.1 * s),
                                n(1 + 0.08 * s),
                                n(1 - 0.4 * s),
                                n(1 - 0.28 * s),
                                "colorbalance=rs=%s:bs=%s:rm=%s:bm=%s"
                                        .formatted(n(-0.08 * s), n(0.16 * s), n(-0.12 * s), n(0.16 * s)),
                                backFromRgb()));
        }
    }

    /** Colours jump apart in short windows that never seem to repeat, and a stripe slips aside in others. */
    private void glitch(double s) {
        then("format=gbrp,rgbashift=rh=%d:bh=%d:gv=%d:enable='lt(mod(t*1.7,1),0.2)',%s"
                .formatted(whole(28 * s), -whole(28 * s), whole(7 * s), backFromRgb()));
        String number = Integer.toString(made++);
        int height = 2 * Math.max(4, canvas.height() / 24);
        String place = "(ih-oh)*abs(sin(floor(t*7)*12.9898))";
        chains.add("[%1$s]split[plain%2$s][stripe%2$s]".formatted(label, number));
        chains.add("[stripe%s]crop=w=iw:h=%d:x=0:y='%s'[slip%1$s]".formatted(number, height, place));
        chains.add(
                "[plain%1$s][slip%1$s]overlay=x='%2$d*sin(floor(t*7)*78.233)':y='%3$s':format=yuv420:enable='%4$s'[look%1$s]"
                        .formatted(
                                number, whole(120 * s), "(H-h)*abs(sin(floor(t*7)*12.9898))", "lt(mod(t*2.3,1),0.35)"));
        label = "look" + number;
    }

    private void glow(double s) {
        String number = Integer.toString(made++);
        chains.add("[%1$s]split[plain%2$s][taken%2$s]".formatted(label, number));
        chains.add("[taken%s]gblur=sigma=%s:steps=2[made%1$s]".formatted(number, pixels(20)));
        chains.add(
                ("[plain%1$s][made%1$s]blend=c0_mode=screen:c0_opacity=%2$s:c1_mode=normal:c1_opacity=1:c2_mode=normal"
                                + ":c2_opacity=1[look%1$s]")
                        .formatted(number, n(0.7 * s)));
        label = "look" + number;
    }

    /** A gradient that turns slowly, made small, because nothing in it is sharp. */
    private void lightLeak(double s) {
        String number = Integer.toString(made++);
        int width = Math.max(16, canvas.width() / 8);
        int height = Math.max(16, canvas.height() / 8);
        chains.add("[%s]format=gbrp[plain%s]".formatted(label, number));
        chains.add(
                ("gradients=s=%1$dx%2$d:r=%3$d:n=4:c0=0xff6a10:c1=0x8a2a00:c2=black:c3=black:x0=0:y0=%4$d:x1=%1$d:y1=%5$d"
                                + ":speed=0.004:seed=5:type=linear,format=gbrp,scale=%6$d:%7$d:flags=bilinear[light%8$s]")
                        .formatted(
                                width,
                                height,
                                canvas.frameRate(),
                                height / 3,
                                height / 2,
                                canvas.width(),
                                canvas.height(),
                                number));
        chains.add("[plain%1$s][light%1$s]blend=all_mode=screen:all_opacity=%2$s:shortest=1,%3$s[look%1$s]"
                .formatted(number, n(s), backFromRgb()));
        label = "look" + number;
    }

    /** Brightness against a pattern of hills: what is brighter than the hill is white. */
    private void halftone(double s) {
        String number = Integer.toString(made++);
        double hill = Math.max(3, 11 * scale);
        chains.add("[%1$s]split[plain%2$s][taken%2$s]".formatted(label, number));
        chains.add("[taken%s]format=gray[gray%1$s]".formatted(number));
        chains.add(
                ("nullsrc=s=%1$dx%2$d:r=%3$d,trim=end_frame=1,format=gray,geq=lum='128+126*sin((X+Y)*PI/%4$s)*sin((X-Y)*PI/%4$s)'"
                                + ",loop=loop=-1:size=1[hills%5$s]")
                        .formatted(canvas.width(), canvas.height(), canvas.frameRate(), n(hill), number));
        chains.add("[gray%1$s][hills%1$s]blend=all_mode=hardmix:shortest=1,format=yuv420p[made%1$s]".formatted(number));
        chains.add(
                ("[made%1$s][plain%1$s]blend=c0_mode=normal:c0_opacity=%2$s:c1_mode=normal:c1_opacity=%3$s:c2_mode=normal"
                                + ":c2_opacity=%3$s[look%1$s]")
                        .formatted(number, n(s), n(0.5 * s)));
        label = "look" + number;
    }

    /** The picture divided by its blurred negative: only edges stay dark. */
    private void sketch(double s) {
        String number = Integer.toString(made++);
        chains.add("[%1$s]split[plain%2$s][taken%2$s]".formatted(label, number));
        chains.add("[taken%1$s]format=gray,split[gray%1$s][turned%1$s]".formatted(number));
        chains.add("[turned%1$s]negate,gblur=sigma=%2$s[soft%1$s]".formatted(number, pixels(8)));
        chains.add("[gray%1$s][soft%1$s]blend=all_mode=dodge,format=yuv420p,eq=contrast=1.3:brightness=-0.06[made%1$s]"
                .formatted(number));
        chains.add("[made%1$s][plain%1$s]blend=all_mode=normal:all_opacity=%2$s[look%1$s]".formatted(number, n(s)));
        label = "look" + number;
    }

    private static String noise(double strength, String flags, int seed) {
        return "noise=c0_strength=%d:c0_flags=%s:c0_seed=%d".formatted(Math.round(strength), flags, seed);
    }

    private static String backFromRgb() {
        return "scale=out_color_matrix=bt709:out_range=limited" + FilterGraph.SCALER + ",format=yuv420p";
    }

    private int whole(double length) {
        return (int) Math.round(length * scale);
    }

    private String pixels(double length) {
        return n(Math.max(0.3, length * scale));
    }

    private static String n(double value) {
        return FilterGraph.number(value);
    }
}
