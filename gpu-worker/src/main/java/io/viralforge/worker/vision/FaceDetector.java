package io.viralforge.worker.vision;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds faces by BlazeFace, the short range one: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on
 * Mobile GPUs", 2019. Faces are found that are higher than about an eighth of the picture's shorter side. Needs no native
 * code. May be used by several threads.
 *
 * <p>The network answers for 896 anchors, whose number and places follow from MediaPipe's SsdAnchorsCalculator with the
 * options of its face_detection_short_range: two for each cell of a grid of 16 by 16, then six for each of 8 by 8, all as
 * large as the picture. Its answers are, as in TensorsToDetectionsCalculator, the logit of the likelihood, and the centre
 * beside the anchor's and the size in pixels of its input, before six points that nothing is made of here.
 */
public final class FaceDetector {
    /** Pixels of the side of the square that the network looks at, and so of the shorter side of what it is shown. */
    public static final int SIDE = 128;

    private static final int NUMBERS = 16;
    private static final int[] GRIDS = {16, 8};
    private static final int[] ANCHORS = {2, 6};

    /** Squares lie over each other by half at least, so that each face is whole in one. */
    private static final int STEP = SIDE / 2;

    /** Less is likelier something else. */
    private static final double LEAST_LIKELIHOOD = 0.6;

    /** What lies over each other by as much, as a share of both, is one face. */
    private static final double SAME = 0.3;

    private static final String MODEL = "face_detection_short_range.tflite";

    private final Network network;

    private FaceDetector(Network network) {
        this.network = network;
    }

    /** Reads the model that comes with the worker. */
    public static FaceDetector load() throws IOException {
        try (InputStream model = FaceDetector.class.getResourceAsStream(MODEL)) {
            return new FaceDetector(
                    new Network(Objects.requireNonNull(model, MODEL).readAllBytes()));
        }
    }

    /**
     * The faces, the likeliest first.
     *
     * @param image whose shorter side has {@value #SIDE} pixels
     */
    public List<Face> find(Image image) {
        var found = new ArrayList<Face>();
        for (int y : starts(image.height())) {
            for (int x : starts(image.width())) {
                found.addAll(find(image, x, y));
            }
        }
        return distinct(found);
    }

    private static List<Integer> starts(int length) {
        int steps = Math.max(0, Math.ceilDiv(length - SIDE, STEP));
        var starts = new ArrayList<Integer>();
        for (int i = 0; i <= steps; i++) {
            starts.add(steps == 0 ? 0 : Math.round((float) i * (length - SIDE) / steps));
        }
        return starts;
    }

    private List<Face> find(Image image, int left, int top) {
        List<float[]> answers = network.run(image.square(left, top, SIDE));
        float[] places = answers.get(0);
        float[] logits = answers.get(1);
        var faces = new ArrayList<Face>();
        int anchor = 0;
        for (int level = 0; level < GRIDS.length; level++) {
            int grid = GRIDS[level];
            for (int cell = 0; cell < grid * grid * ANCHORS[level]; cell++, anchor++) {
                double likelihood = 1 / (1 + StrictMath.exp(-logits[anchor]));
                double width = places[anchor * NUMBERS + 2];
                double height = places[anchor * NUMBERS + 3];
                if (likelihood >= LEAST_LIKELIHOOD && width > 0 && height > 0) {
                    int pixel = cell / ANCHORS[level];
                    int row = pixel / grid;
                    double x = left + (pixel % grid + 0.5) * SIDE / grid + places[anchor * NUMBERS];
                    double y = top + (row + 0.5) * SIDE / grid + places[anchor * NUMBERS + 1];
                    faces.add(new Face(
                            (x - width / 2) / image.width(),
                            (y - height / 2) / image.height(),
                            width / image.width(),
                            height / image.height(),
                            likelihood));
                }
            }
        }
        return faces;
    }

    /** One for each face: the mean of those that lie over each other, weighed by their likelihood. */
    private static List<Face> distinct(List<Face> found) {
        var left = new ArrayList<>(found);
        left.sort(Comparator.comparingDouble(Face::likelihood).reversed());
        var faces = new ArrayList<Face>();
        while (!left.isEmpty()) {
            Face best = left.getFirst();
            var same = left.stream().filter(face -> face.overlap(best) > SAME).toList();
            left.removeAll(same);
            faces.add(mean(same));
        }
        return faces;
    }

    private static Face mean(List<Face> faces) {
        double sum = 0;
        double x = 0;
        double y = 0;
        double width = 0;
        double height = 0;
        for (Face face : faces) {
            double weight = face.likelihood();
            sum += weight;
            x += weight * face.x();
            y += weight * face.y();
            width += weight * face.width();
            height += weight * face.height();
        }
        return new Face(
                x / sum, y / sum, width / sum, height / sum, faces.getFirst().likelihood());
    }
}
