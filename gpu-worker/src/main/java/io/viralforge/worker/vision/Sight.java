package io.viralforge.worker.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What was seen in a piece of film that was looked at {@value #RATE} times a second.
 *
 * @param faces at each look; none where nobody looked for them
 * @param motion from each look to the next
 * @param cuts at which seconds another scene begins, ascending; the first is 0
 */
public record Sight(List<List<Face>> faces, List<Motion> motion, List<Double> cuts) {
    /** Looks a second. */
    public static final int RATE = 4;

    public Sight {
        faces = List.copyOf(faces);
        motion = List.copyOf(motion);
        cuts = List.copyOf(cuts);
    }

    /**
     * From one cut to another, in seconds.
     *
     * @param first its first look
     * @param end the first look after it
     */
    record Scene(double from, int first, int end) {
        int looks() {
            return end - first;
        }
    }

    List<Scene> scenes() {
        return IntStream.range(0, cuts.size())
                .mapToObj(i -> new Scene(cuts.get(i), look(i), look(i + 1)))
                .toList();
    }

    /** The faces at each look that are faces for certain, for they stay for a while, also where one was missed. */
    public List<List<Face>> tracked() {
        var tracked = new ArrayList<List<Face>>();
        for (Scene scene : scenes()) {
            List<FaceTrack> tracks = FaceTrack.of(faces, scene);
            for (int look = scene.first(); look < scene.end(); look++) {
                int at = look;
                tracked.add(tracks.stream()
                        .map(track -> track.at(at))
                        .filter(Objects::nonNull)
                        .toList());
            }
        }
        return tracked;
    }

    /** The first look of a scene. */
    private int look(int scene) {
        return scene == cuts.size() ? faces.size() : Math.min(faces.size(), (int) Math.ceil(cuts.get(scene) * RATE));
    }
}
