package io.viralforge.worker.vision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where lines of words stand in a picture, without reading them: letters are strokes, so that a row of pixels that
 * crosses a line of them goes from dark to bright and back many times within a short way, in two brightnesses and little
 * between. Words are found in any script that is written in strokes, from about a fiftieth of the picture's shorter side
 * on, and so is what looks like them: a fence, a shelf of books. Needs no model. May be used by several threads.
 */
public final class TextDetector {
    /** Pixels of the shorter side of what it is shown. */
    public static final int SIDE = 256;

    /** By how much the neighbours of a pixel differ where a stroke begins or ends, of 255. */
    private static final int EDGE = 44;
    /** From an edge to the next one of the same word at most, in pixels. */
    private static final int STEP = 14;
    /** How often a row changes its direction at least. */
    private static final int LEAST_TURNS = 4;

    /** Of a line of words, in pixels. */
    private static final int LOWEST = 6;

    private static final int HIGHEST = 72;
    private static final int NARROWEST = 16;
    /** How much wider than high it is at least, how much of it its rows cover, and how often each turns in its height. */
    private static final double LEAST_SHAPE = 1.2;

    private static final double LEAST_COVER = 0.5;
    private static final double LEAST_DENSITY = 0.9;
    /** How far apart its two brightnesses are, of 255, and how much of all differences they account for. */
    private static final double LEAST_CONTRAST = 70;

    private static final double LEAST_CLARITY = 0.74;

    /** A part of a row of pixels that turns from dark to bright and back. */
    private record Run(int row, int from, int to, int turns) {
        boolean touches(Run below) {
            return below.row - row <= 2 && from <= below.to && below.from <= to;
        }
    }

    /** Runs that touch each other. */
    private static final class Patch {
        private final List<Run> runs = new ArrayList<>();
        private int lastRow;

        int left() {
            return runs.stream().mapToInt(Run::from).min().orElseThrow();
        }

        int right() {
            return runs.stream().mapToInt(Run::to).max().orElseThrow() + 1;
        }

        int top() {
            return runs.stream().mapToInt(Run::row).min().orElseThrow();
        }

        int bottom() {
            return runs.stream().mapToInt(Run::row).max().orElseThrow() + 1;
        }

        boolean touches(Run run) {
            // Those of the last rows alone can, and stand at the end.
            for (int i = runs.size() - 1; i >= 0 && run.row() - runs.get(i).row() <= 2; i--) {
                if (runs.get(i).touches(run)) {
                    return true;
                }
            }
            return false;
        }

        void add(Run run) {
            runs.add(run);
            lastRow = run.row();
        }
    }

    private final int width;
    private final int height;
    private final byte[] grey;

    private TextDetector(int width, int height, byte[] grey) {
        this.width = width;
        this.height = height;
        this.grey = grey;
    }

    /**
     * Where lines of words stand.
     *
     * @param height in pixels, as is width; the shorter one {@value #SIDE}
     * @param grey values of the pixels, row by row
     */
    public static List<Area> find(int width, int height, byte[] grey) {
        var detector = new TextDetector(width, height, grey);
        return detector.patches().stream()
                .filter(detector::isText)
                .map(detector::area)
                .toList();
    }

    private Area area(Patch patch) {
        return new Area(
                (double) patch.left() / width,
                (double) patch.top() / height,
                (double) (patch.right() - patch.left()) / width,
                (double) (patch.bottom() - patch.top()) / height);
    }

    private List<Patch> patches() {
        var done = new ArrayList<Patch>();
        var open = new ArrayList<Patch>();
        for (int row = 0; row < height; row++) {
            for (Run run : runs(row)) {
                List<Patch> touched =
                        open.stream().filter(patch -> patch.touches(run)).toList();
                Patch patch = touched.isEmpty() ? new Patch() : joined(touched);
                patch.add(run);
                open.removeAll(touched);
                open.add(patch);
            }
            int now = row;
            open.stream().filter(patch -> now - patch.lastRow >= 2).forEach(done::add);
            open.removeIf(patch -> now - patch.lastRow >= 2);
        }
        done.addAll(open);
        return done;
    }

    private static Patch joined(List<Patch> touched) {
        Patch first = touched.getFirst();
        if (touched.size() > 1) {
            touched.stream().skip(1).forEach(other -> first.runs.addAll(other.runs));
            first.runs.sort(Comparator.comparingInt(Run::row));
        }
        return first;
    }

    private List<Run> runs(int row) {
        var runs = new ArrayList<Run>();
        int from = 0;
        int last = -1;
        int sign = 0;
        int turns = 0;
        for (int x = 1; x < width - 1; x++) {
            int slope = slope(row, x);
            if (!isEdge(row, x, slope)) {
                continue;
            }
            if (last < 0 || x - last > STEP) {
                if (turns >= LEAST_TURNS) {
                    runs.add(new Run(row, from, last, turns));
                }
                from = x;
                turns = 1;
            } else if (Integer.signum(slope) != sign) {
                turns++;
            }
            last = x;
            sign = Integer.signum(slope);
        }
        if (turns >= LEAST_TURNS) {
            runs.add(new Run(row, from, last, turns));
        }
        return runs;
    }

    /** Whether it is the steepest place of a steep slope. */
    private boolean isEdge(int row, int x, int slope) {
        if (Math.abs(slope) < EDGE) {
            return false;
        }
        int sign = Integer.signum(slope);
        boolean isSteeperBefore = x > 1 && sign * slope(row, x - 1) > sign * slope;
        boolean isAsSteepAfter = x < width - 2 && sign * slope(row, x + 1) >= sign * slope;
        return !isSteeperBefore && !isAsSteepAfter;
    }

    private int slope(int row, int x) {
        return value(row, x + 1) - value(row, x - 1);
    }

    private int value(int row, int x) {
        return grey[row * width + x] & 0xFF;
    }

    private boolean isText(Patch patch) {
        int wide = patch.right() - patch.left();
        int high = patch.bottom() - patch.top();
        if (high < LOWEST || high > HIGHEST || wide < NARROWEST || wide < LEAST_SHAPE * high) {
            return false;
        }
        double covered =
                patch.runs.stream().mapToInt(run -> run.to() - run.from() + 1).sum();
        double turns = patch.runs.stream().mapToInt(Run::turns).sum();
        return covered / (wide * high) >= LEAST_COVER && turns / wide >= LEAST_DENSITY && isInTwoTones(patch);
    }

    /** Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979: the best two tones, and how good they are. */
    private boolean isInTwoTones(Patch patch) {
        var counts = new int[256];
        double pixels = 0;
        double sum = 0;
        double squares = 0;
        for (int row = patch.top(); row < patch.bottom(); row++) {
            for (int x = patch.left(); x < patch.right(); x++) {
                int value = value(row, x);
                counts[value]++;
                pixels++;
                sum += value;
                squares += value * value;
            }
        }
        double between = 0;
        double contrast = 0;
        double darker = 0;
        double darkerSum = 0;
        for (int value = 0; value < 255; value++) {
            darker += counts[value];
            darkerSum += value * counts[value];
            if (darker > 0 && darker < pixels) {
                double apart = (sum - darkerSum) / (pixels - darker) - darkerSum / darker;
                double explained = darker / pixels * (1 - darker / pixels) * apart * apart;
                if (explained > between) {
                    between = explained;
                    contrast = apart;
                }
            }
        }
        double all = squares / pixels - sum / pixels * (sum / pixels);
        return contrast >= LEAST_CONTRAST && between >= LEAST_CLARITY * all;
    }
}
