package io.viralforge.worker.vision;

import io.viralforge.worker.vision.Sight.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera looks that shows a part of the picture: at the face that is largest for longest, else at what moves,
 * else at the middle. It stands still as long as what it looks at is near its middle, moves no faster than it must, and
 * jumps where the film is cut.
 *
 * @param x of the middle of what it shows, in shares of the picture's width; what is shown lies within the picture
 * @param y as x, of its height
 */
public record Gaze(Curve x, Curve y) {
    /** At the middle, whatever happens. */
    public static final Gaze MIDDLE = new Gaze(Curve.still(0.5), Curve.still(0.5));

    /** How far a face may be from the middle, in shares of what is shown. */
    private static final double FACE_SLACK = 0.08;

    /** As {@link #FACE_SLACK}, of what moves, which is a vaguer thing. */
    private static final double MOTION_SLACK = 0.12;

    /** Less than this is nothing to look at. */
    private static final double LEAST_MOTION = 0.0005;

    /** Looks before and after one whose motion counts too. */
    private static final int MOTION_LOOKS = Sight.RATE / 2;

    /** Looks on either side of a change of faces in which it looks at neither. */
    private static final int TURN = Sight.RATE / 2;

    /** What it is drawn to at a look. */
    private record Aim(
            double x, double y, double slack, @Nullable FaceTrack face) {
        /** To nothing: anything may be in the middle. */
        static final Aim NONE = new Aim(0.5, 0.5, Double.MAX_VALUE, null);
    }

    /**
     * For what was seen.
     *
     * @param width of what is shown, in shares of the picture's, 0 to 1
     * @param height as width
     */
    public static Gaze of(Sight sight, double width, double height) {
        var x = new ArrayList<Curve.Piece>();
        var y = new ArrayList<Curve.Piece>();
        for (Scene scene : sight.scenes()) {
            List<Aim> aims = aims(sight, scene);
            x.addAll(pieces(aims, scene, width, Aim::x));
            y.addAll(pieces(aims, scene, height, Aim::y));
        }
        return new Gaze(new Curve(x), new Curve(y));
    }

    private static List<Curve.Piece> pieces(List<Aim> aims, Scene scene, double shown, ToDoubleFunction<Aim> where) {
        if (aims.stream().allMatch(Aim.NONE::equals)) {
            return List.of(new Curve.Piece(scene.from(), 0.5, 0, 0));
        }
        double least = shown / 2;
        double most = Math.max(least, 1 - shown / 2);
        var low = new double[aims.size()];
        var high = new double[aims.size()];
        for (int i = 0; i < low.length; i++) {
            double middle = where.applyAsDouble(aims.get(i));
            double slack = aims.get(i).slack() * shown;
            low[i] = Math.clamp(middle - slack, least, most);
            high[i] = Math.clamp(middle + slack, least, most);
        }
        return Curve.rounded(TautString.through(low, high), scene.from(), (double) scene.first() / Sight.RATE);
    }

    private static List<Aim> aims(Sight sight, Scene scene) {
        List<FaceTrack> tracks = FaceTrack.of(sight.faces(), scene);
        var aims = new ArrayList<Aim>();
        for (int look = scene.first(); look < scene.end(); look++) {
            aims.add(tracks.isEmpty() ? motion(sight, scene, look) : face(tracks, look));
        }
        turn(aims);
        return aims;
    }

    private static Aim face(List<FaceTrack> tracks, int look) {
        for (FaceTrack track : tracks) {
            Face face = track.at(look);
            if (face != null) {
                return new Aim(face.centreX(), face.centreY(), FACE_SLACK, track);
            }
        }
        return Aim.NONE;
    }

    /** Lets go of both where one face follows on another, so that there is time to turn. */
    private static void turn(List<Aim> aims) {
        var before = List.copyOf(aims);
        for (int i = 1; i < before.size(); i++) {
            FaceTrack one = before.get(i - 1).face();
            FaceTrack other = before.get(i).face();
            if (one != null && other != null && !one.equals(other)) {
                int end = Math.min(before.size(), i + TURN);
                aims.subList(Math.max(0, i - TURN), end).replaceAll(aim -> Aim.NONE);
            }
        }
    }

    private static Aim motion(Sight sight, Scene scene, int look) {
        double amount = 0;
        double x = 0;
        double y = 0;
        int looks = 0;
        int end = Math.min(scene.end(), look + MOTION_LOOKS + 1);
        for (int i = Math.max(scene.first(), look - MOTION_LOOKS); i < end; i++, looks++) {
            Motion motion = sight.motion().get(i);
            amount += motion.amount();
            x += motion.amount() * motion.x();
            y += motion.amount() * motion.y();
        }
        return amount / looks < LEAST_MOTION ? Aim.NONE : new Aim(x / amount, y / amount, MOTION_SLACK, null);
    }
}
