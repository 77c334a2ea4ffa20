package io.viralforge.worker.media;

import io.viralforge.recipe.Transition;
import io.viralforge.recipe.TransitionKind;
import io.viralforge.worker.media.RenderPlan.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one filtergraph of a render, as a function of its plan. It is made of numbers and of nothing else: no word of
 * anybody's ever enters it.
 */
final class FilterGraph {
    /** A quarter of a second. */
    static final double FADE_SECONDS = 0.25;

    static final String SCALER = ":flags=bicubic+accurate_rnd+full_chroma_int+bitexact";

    private final RenderPlan plan;
    private final List<String> chains = new ArrayList<>();

    private FilterGraph(RenderPlan plan) {
        this.plan = plan;
    }

    /**
     * The graph with outputs {@code [video]}, {@code [poster]} and {@code [audio]}.
     *
     * @param hasToneMapping whether this FFmpeg has zscale and tonemap
     */
    static String of(RenderPlan plan, boolean hasToneMapping) {
        var graph = new FilterGraph(plan);
        graph.ends(graph.layers(graph.picture(hasToneMapping), hasToneMapping));
        int beside = plan.takes().size() + plan.layers().size() + (plan.lut() == null ? 0 : 1);
        graph.chains.add(graph.sound(plan.sound(), beside) + "[audio]");
        return String.join(";", graph.chains);
    }

    /** The graph of the picture alone, up to where its last chain goes on: what is watched before. */
    static String film(RenderPlan plan) {
        var graph = new FilterGraph(plan);
        String picture = graph.layers(graph.picture(false), false);
        return String.join(";", graph.chains) + ";[" + picture + "]";
    }

    /** The graph of the sound alone, with the output {@code [audio]}: what is measured and listened to before. */
    static String audio(RenderPlan plan, Sound sound, String filters) {
        var graph = new FilterGraph(plan);
        graph.chains.add(graph.sound(sound, plan.takes().size()) + "," + filters + "[audio]");
        return String.join(";", graph.chains);
    }

    /** The takes, one after the other; the label of what comes of it. */
    private String picture(boolean hasToneMapping) {
        for (int i = 0; i < plan.takes().size(); i++) {
            chains.addAll(new TakeGraph(i, plan.takes().get(i), Framing.of(plan.recipe()), hasToneMapping).picture());
        }
        Integer lut =
                plan.lut() == null ? null : plan.takes().size() + plan.layers().size();
        return Look.of(plan, chains, joined(Joint.PICTURE), lut);
    }

    /**
     * The last chain of the sound, without its label.
     *
     * @param beside FFmpeg's number of the first input of the mix
     */
    private String sound(Sound sound, int beside) {
        if (!(sound instanceof Sound.Taken taken)) {
            return "anullsrc=r=48000:cl=stereo,atrim=end=" + seconds(plan.seconds());
        }
        return MixGraph.of(plan, plan.isOriginalHeard() ? original() : null, chains, beside) + taken.filters();
    }

    private String original() {
        var sounds = new ArrayList<String>();
        for (int i = 0; i < plan.takes().size(); i++) {
            sounds.add(new TakeGraph(i, plan.takes().get(i), Framing.of(plan.recipe()), false).sound());
        }
        if (sounds.size() == 1) {
            return sounds.getFirst();
        }
        for (int i = 0; i < sounds.size(); i++) {
            chains.add(sounds.get(i) + "[sound" + i + "]");
        }
        return "[" + joined(Joint.SOUND) + "]anull";
    }

    /** How takes are put together. */
    private enum Joint {
        PICTURE("take") {
            @Override
            String cut(int takes) {
                return "concat=n=" + takes + ":v=1:a=0";
            }

            @Override
            String melt(TransitionKind kind, double overlap, double at) {
                return "xfade=transition=" + transition(kind) + ":duration=" + seconds(overlap) + ":offset="
                        + seconds(at);
            }
        },
        SOUND("sound") {
            @Override
            String cut(int takes) {
                return "concat=n=" + takes + ":v=0:a=1";
            }

            @Override
            String melt(TransitionKind kind, double overlap, double at) {
                return "acrossfade=d=" + seconds(overlap) + ":c1=tri:c2=tri";
            }
        };

        private final String each;

        Joint(String each) {
            this.each = each;
        }

        abstract String cut(int takes);

        abstract String melt(TransitionKind kind, double overlap, double at);

        /** FFmpeg's names, in its filter xfade. */
        private static String transition(TransitionKind kind) {
            return switch (kind) {
                case FADE -> "fade";
                case DIP_TO_BLACK -> "fadeblack";
                case DIP_TO_WHITE -> "fadewhite";
                case SLIDE_LEFT -> "slideleft";
                case SLIDE_UP -> "slideup";
                case WIPE -> "wipeleft";
                case CIRCLE -> "circleopen";
                case ZOOM -> "zoomin";
                case WHIP -> "hblur";
                case PIXELS -> "pixelize";
            };
        }
    }

    /** Joins takes by cuts, and what comes of that by transitions; the label of the whole. */
    private String joined(Joint joint) {
        List<Take> takes = plan.takes();
        double rate = plan.recipe().canvas().frameRate();
        String whole = "";
        long frames = 0;
        int from = 0;
        for (int to = 1; to <= takes.size(); to++) {
            if (to < takes.size() && takes.get(to).overlap() == 0) {
                continue;
            }
            String next = cut(joint, from, to);
            Take first = takes.get(from);
            Transition into = first.shot().into();
            if (from > 0 && into != null) {
                frames -= first.overlap();
                String melt = joint.melt(into.kind(), first.overlap() / rate, frames / rate);
                chains.add("[" + whole + "][" + next + "]" + melt + "[" + joint.each + "sTo" + to + "]");
                next = joint.each + "sTo" + to;
            }
            whole = next;
            frames += takes.subList(from, to).stream().mapToLong(Take::frames).sum();
            from = to;
        }
        return whole;
    }

    private String cut(Joint joint, int from, int to) {
        if (to - from == 1) {
            return joint.each + from;
        }
        String labels = IntStream.range(from, to)
                .mapToObj(i -> "[" + joint.each + i + "]")
                .collect(Collectors.joining());
        String cut = joint.each + "sFrom" + from;
        chains.add(labels + joint.cut(to - from) + "[" + cut + "]");
        return cut;
    }

    /** What is laid over the picture; the label of what comes of it. */
    private String layers(String picture, boolean hasToneMapping) {
        String below = picture;
        int input = plan.takes().size();
        for (Layer layer : plan.layers()) {
            chains.addAll(prepared(layer, input, hasToneMapping));
            chains.add("[" + below + "][layer" + input + "]" + over(layer) + "[over" + input + "]");
            below = "over" + input;
            input++;
        }
        return below;
    }

    /** The chains of a layer, the last of which has the output {@code [layer1]}. */
    private List<String> prepared(Layer layer, int input, boolean hasToneMapping) {
        String colours = "scale=out_color_matrix=bt709:out_range=limited,format=yuva420p";
        String from = "[" + input + ":v]";
        String label = "[layer" + input + "]";
        return switch (layer) {
            case Layer.Sequence sequence -> List.of(from + colours + label);
            case Layer.Drawn drawn -> List.of(from + colours + label);
            case Layer.Growing growing -> List.of(from + colours + label);
            case Layer.Opening opening ->
                List.of(from + colours + ",fade=t=out:st=" + seconds(opening.seconds() - FADE_SECONDS) + ":d="
                        + seconds(FADE_SECONDS) + ":alpha=1" + label);
            case Layer.Closing closing ->
                List.of(from + colours + ",fade=t=in:st=0:d=" + seconds(FADE_SECONDS) + ":alpha=1,setpts=PTS+"
                        + seconds(closing.at()) + "/TB" + label);
            case Layer.Image image ->
                List.of(from
                        + "trim=end_frame=1,scale=%d:%d%s,format=rgba,colorchannelmixer=aa=%s,"
                                .formatted(image.width(), image.height(), SCALER, number(image.opacity()))
                        + colours
                        + label);
            case Layer.Moving moving -> {
                var chains = new ArrayList<>(
                        new TakeGraph(input, moving.take(), moving.framing(), hasToneMapping).picture());
                chains.add("[take" + input + "]setpts=PTS+" + seconds(moving.at()) + "/TB" + label);
                yield chains;
            }
        };
    }

    private String over(Layer layer) {
        String over = over(layer.x(), layer.y());
        return switch (layer) {
            case Layer.Opening opening -> over.replace("eof_action=repeat", "eof_action=pass");
            case Layer.Moving moving -> over.replace("eof_action=repeat", "eof_action=pass");
            case Layer.Growing growing -> over.replace("x=" + layer.x(), "x='-w+w*(n+1)/" + plan.frames() + "'");
            case Layer.Sequence _, Layer.Drawn _, Layer.Closing _, Layer.Image _ -> over;
        };
    }

    static String over(int x, int y) {
        return "overlay=x=" + x + ":y=" + y + ":eof_action=repeat:format=yuv420";
    }

    /**
     * The poster, and before it the first picture, which it replaces: FFmpeg tells no progress before each of its outputs
     * has begun.
     */
    private void ends(String picture) {
        chains.add("[" + picture + "]split[video][still]");
        chains.add("[still]select='eq(n,0)+eq(n," + plan.posterFrame() + ")',"
                // A JPEG is BT.601 in full range: JFIF 1.02.
                + "scale=in_color_matrix=bt709:in_range=limited:out_color_matrix=smpte170m:out_range=full,format=yuvj420p"
                + "[poster]");
    }

    static String joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return String.join(",", all);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    }
}
