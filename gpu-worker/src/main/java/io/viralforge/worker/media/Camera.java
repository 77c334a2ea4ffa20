package io.viralforge.worker.media;

import io.viralforge.recipe.InterruptKind;
import io.viralforge.recipe.Motion;
import io.viralforge.recipe.MotionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the camera seems to move: one filter that shows a part of the picture, told for each frame as its enlargement and
 * its centre. It reads between pixels, so that slow movements do not jerk.
 */
final class Camera {
    private static final double HIT = 0.16;
    private static final double SHAKE = 0.012;
    private static final double WHIP = 0.09;
    private static final double BREATH_SECONDS = 8;

    /** Terms that are added up: enlargement above 1, and the centre's distance from the middle in shares of the size. */
    private final List<String> zooms = new ArrayList<>();

    private final List<String> across = new ArrayList<>();
    private final List<String> down = new ArrayList<>();

    private Camera() {}

    /** The filter; null when the camera stands. */
    static @Nullable String of(RenderPlan plan, List<Interruption> interruptions) {
        var camera = new Camera();
        Motion motion = plan.recipe().motion();
        long from = 0;
        for (int i = 0; i < plan.takes().size(); i++) {
            Take take = plan.takes().get(i);
            from -= take.overlap();
            long shown = take.frames()
                    - (i + 1 < plan.takes().size() ? plan.takes().get(i + 1).overlap() : 0);
            camera.move(motion, i, from, shown, plan.recipe().canvas().frameRate());
            from += take.frames();
        }
        interruptions.forEach(camera::interrupt);
        return camera.filter();
    }

    private void move(Motion motion, int number, long from, long frames, int frameRate) {
        double amount = motion.amount() - 1;
        String window = between(from, from + frames);
        String share = "(N-%d)/%d".formatted(from, Math.max(1, frames - 1));
        MotionKind kind = motion.kind();
        if (kind == MotionKind.ALTERNATE) {
            kind = number % 2 == 0 ? MotionKind.PUSH_IN : MotionKind.PULL_OUT;
        }
        // What can be seen of an enlarged picture to either side of its middle.
        double room = amount / motion.amount() / 2;
        switch (kind) {
            case STILL, ALTERNATE -> {}
            case PUSH_IN -> zooms.add(window + "*" + number(amount) + "*" + share);
            case PULL_OUT -> zooms.add(window + "*" + number(amount) + "*(1-" + share + ")");
            case BREATHE ->
                zooms.add("%s*%s*(1-cos(2*PI*(N-%d)/%d))/2"
                        .formatted(window, number(amount), from, Math.round(BREATH_SECONDS * frameRate)));
            case PAN_LEFT, PAN_RIGHT -> {
                zooms.add(window + "*" + number(amount));
                String sign = kind == MotionKind.PAN_LEFT ? "-" : "";
                across.add("%s*%s%s*(2*%s-1)".formatted(window, sign, number(room), share));
            }
        }
    }

    private void interrupt(Interruption interruption) {
        String window = between(interruption.from(), interruption.to());
        String share = "(N-%d)/%d".formatted(interruption.from(), interruption.frames());
        InterruptKind kind = interruption.kind();
        switch (kind) {
            case ZOOM_HIT -> zooms.add("%s*%s*pow(1-%s,2)".formatted(window, number(HIT), share));
            case SHAKE -> {
                // Room for what it moves by; the frequencies have no common measure.
                zooms.add(window + "*" + number(2.5 * SHAKE));
                across.add("%s*%s*(1-%s)*sin((N-%d)*2.4)".formatted(window, number(SHAKE), share, interruption.from()));
                down.add("%s*%s*(1-%s)*sin((N-%d)*3.1)".formatted(window, number(SHAKE), share, interruption.from()));
            }
            case WHIP -> {
                zooms.add(window + "*" + number(2.5 * WHIP) + "*sin(PI*" + share + ")");
                across.add(window + "*" + number(WHIP) + "*sin(2*PI*" + share + ")");
            }
            case FLASH, FREEZE -> {}
        }
    }

    private @Nullable String filter() {
        if (zooms.isEmpty()) {
            return null;
        }
        // Each corner by itself: half of what is seen to either side of the centre.
        String half = "0.5/(1+" + String.join("+", zooms) + ")";
        String x = sum(across);
        String y = sum(down);
        String left = "W*(0.5" + x + "-" + half + ")";
        String right = "W*(0.5" + x + "+" + half + ")";
        String top = "H*(0.5" + y + "-" + half + ")";
        String bottom = "H*(0.5" + y + "+" + half + ")";
        String corners = "perspective=x0='%1$s':y0='%3$s':x1='%2$s':y1='%3$s':x2='%1$s':y2='%4$s':x3='%2$s':y3='%4$s'"
                .formatted(left, right, top, bottom);
        // The filter counts frames from 1.
        return corners.replace("N", "(on-1)") + ":sense=source:interpolation=linear:eval=frame";
    }

    private static String sum(List<String> terms) {
        return terms.isEmpty() ? "" : "+" + String.join("+", terms);
    }

    private static String between(long from, long to) {
        return "between(N,%d,%d)".formatted(from, to - 1);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    }
}
