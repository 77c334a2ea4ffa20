package io.viralforge.worker.vision;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches a piece of film, look by look and frame by frame. For one thread, once. */
public final class Watcher {
    /** Pixels of the small grey pictures of each frame. */
    public static final int WIDTH = 64;

    /** As {@link #WIDTH}. */
    public static final int HEIGHT = 36;

    private static final int PIXELS = WIDTH * HEIGHT;

    /**
     * Where a scene ends, pixels change by so much on average, and by so much more than a frame before: the measure of
     * FFmpeg's filter scdet, and the threshold that it comes with.
     */
    private static final double CUT = 0.1 * 255;

    /** What changes by less is noise, of 255. */
    private static final int NOISE = 12;

    private final int frameRate;
    private final @Nullable FaceDetector detector;
    private final List<List<Face>> faces = new ArrayList<>();
    private final List<Motion> motion = new ArrayList<>();
    private final List<Double> cuts = new ArrayList<>(List.of(0.0));
    private byte @Nullable [] before;
    private double changeBefore;
    private int frames;
    private double moved;
    private double movedX;
    private double movedY;

    /**
     * Begins.
     *
     * @param frameRate of the small grey pictures
     * @param detector null: faces are not looked for
     */
    public Watcher(int frameRate, @Nullable FaceDetector detector) {
        this.frameRate = frameRate;
        this.detector = detector;
    }

    /** The next look, of {@value Sight#RATE} a second. */
    public void look(Image image) {
        faces.add(detector == null ? List.of() : detector.find(image));
    }

    /** The next frame, as grey values of {@value #WIDTH} by {@value #HEIGHT} pixels, row by row. */
    public void glimpse(byte[] grey) {
        if (before != null) {
            compare(before, grey);
        }
        before = grey;
        frames++;
        if (frames * Sight.RATE / frameRate > motion.size()) {
            settle();
        }
    }

    private void compare(byte[] old, byte[] grey) {
        long sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            sum += Math.abs((grey[i] & 0xFF) - (old[i] & 0xFF));
        }
        double change = (double) sum / PIXELS;
        if (change >= CUT && change - changeBefore >= CUT) {
            // Half a frame early, for frames of another rate that stand for this one.
            cuts.add((frames - 0.5) / frameRate);
        } else {
            move(old, grey);
        }
        changeBefore = change;
    }

    private void move(byte[] old, byte[] grey) {
        for (int i = 0; i < PIXELS; i++) {
            int change = Math.abs((grey[i] & 0xFF) - (old[i] & 0xFF));
            if (change >= NOISE) {
                int row = i / WIDTH;
                moved += change;
                movedX += change * (i % WIDTH + 0.5) / WIDTH;
                movedY += change * (row + 0.5) / HEIGHT;
            }
        }
    }

    private void settle() {
        double most = 255.0 * PIXELS * frameRate / Sight.RATE;
        motion.add(moved == 0 ? new Motion(0, 0.5, 0.5) : new Motion(moved / most, movedX / moved, movedY / moved));
        moved = 0;
        movedX = 0;
        movedY = 0;
    }

    /** What was seen. */
    public Sight sight() {
        while (motion.size() < faces.size()) {
            settle();
        }
        return new Sight(faces, motion, cuts);
    }
}
