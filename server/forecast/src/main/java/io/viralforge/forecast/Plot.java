package io.viralforge.forecast;

import java.util.List;
import java.util.Locale;

/** A small drawing in SVG, with figures at its left and lower edge. Colours are those of the page around it. */
final class Plot {
    private static final int LEFT = 48;
    private static final int BOTTOM = 24;
    private static final int EDGE = 10;

    private final int width;
    private final int height;
    private final Range across;
    private final Range up;
    private final StringBuilder shapes = new StringBuilder();

    record Range(double from, double to) {}

    Plot(int width, int height, Range across, Range up) {
        this.width = width;
        this.height = height;
        this.across = across;
        this.up = up;
    }

    /** A level, named at the left. */
    void across(double level, String name) {
        add("<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='var(--line)'/>", LEFT, width - EDGE, y(level), y(level));
        add("<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, y(level) + 4, name);
    }

    void below(double at, String name) {
        String anchor = x(at) > width - 40 ? "end" : x(at) < LEFT + 10 ? "start" : "middle";
        add("<text x='%.1f' y='%d' text-anchor='%s'>%s</text>", x(at), height - 6, anchor, name);
    }

    void band(double from, double to) {
        add(
                "<rect x='%d' y='%.1f' width='%d' height='%.1f' fill='var(--band)'/>",
                LEFT, y(to), width - EDGE - LEFT, y(from) - y(to));
    }

    /** Points from left to right; those that are no numbers interrupt nothing. */
    void line(List<double[]> points, String color) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            if (!Double.isNaN(point[1])) {
                path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(point[1])));
            }
        }
        add(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                path.toString().strip(), color);
    }

    void dot(double at, double level, double radius, String color) {
        if (!Double.isNaN(level)) {
            add("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'/>", x(at), y(level), radius, color);
        }
    }

    String svg() {
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' width='%d' role='img' font-size='12' fill='var(--soft)'>%s</svg>",
                width,
                height,
                width,
                shapes);
    }

    private double x(double value) {
        return LEFT + part(across, value) * (width - EDGE - LEFT);
    }

    private double y(double value) {
        return height - BOTTOM - part(up, value) * (height - BOTTOM - EDGE);
    }

    private static double part(Range range, double value) {
        return Math.clamp((value - range.from()) / (range.to() - range.from()), 0, 1);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
    private void add(String shape, Object... values) {
        shapes.append(String.format(Locale.ROOT, shape, values)).append('\n');
    }
}
