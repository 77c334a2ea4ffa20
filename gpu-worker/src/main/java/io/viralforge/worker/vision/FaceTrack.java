package io.viralforge.worker.vision;

import io.viralforge.worker.vision.Sight.Scene;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One face through a scene.
 *
 * @param faces where it is, by the number of the look, also where it was not found for a moment
 */
record FaceTrack(SortedMap<Integer, Face> faces) {
    /** Looks that a face may be missed for. */
    private static final int PATIENCE = Sight.RATE;

    /** A face is seen so often, or as often as its scene is looked at, and so clearly at least once. */
    private static final int LEAST_LOOKS = 3;

    private static final double LEAST_LIKELIHOOD = 0.75;

    /** Size times time. */
    double weight() {
        return faces.values().stream().mapToDouble(Face::height).sum();
    }

    /** Where it is at a look; null: not there. */
    @Nullable
    Face at(int look) {
        return faces.get(look);
    }

    /** The faces of a scene, the one that is largest for longest first. */
    static List<FaceTrack> of(List<List<Face>> looks, Scene scene) {
        var tracks = new ArrayList<FaceTrack>();
        for (int look = scene.first(); look < scene.end(); look++) {
            var unknown = new ArrayList<>(looks.get(look));
            for (FaceTrack track : tracks) {
                track.go(look, unknown);
            }
            for (Face face : unknown) {
                tracks.add(new FaceTrack(new TreeMap<>(Map.of(look, face))));
            }
        }
        int least = Math.min(LEAST_LOOKS, scene.looks());
        return tracks.stream()
                .filter(track -> track.faces.size() >= least && track.likelihood() >= LEAST_LIKELIHOOD)
                .sorted(Comparator.comparingDouble(FaceTrack::weight).reversed())
                .map(FaceTrack::filled)
                .toList();
    }

    private double likelihood() {
        return faces.values().stream().mapToDouble(Face::likelihood).max().orElseThrow();
    }

    /** Takes the nearest of the faces, if it may be this one. */
    private void go(int look, List<Face> unknown) {
        int last = faces.lastKey();
        Face known = faces.get(last);
        if (known == null || look - last > PATIENCE || unknown.isEmpty()) {
            return;
        }
        Face nearest = unknown.stream()
                .min(Comparator.comparingDouble(known::distance))
                .orElseThrow();
        // It may have gone so far in the meantime, in widths of itself.
        if (known.distance(nearest) < 0.5 + 0.5 * (look - last)) {
            faces.put(look, nearest);
            unknown.remove(nearest);
        }
    }

    /** With what lies between two looks that found it. */
    private FaceTrack filled() {
        var filled = new TreeMap<>(faces);
        int before = faces.firstKey();
        Face last = faces.values().iterator().next();
        for (var each : faces.entrySet()) {
            for (int look = before + 1; look < each.getKey(); look++) {
                double share = (double) (look - before) / (each.getKey() - before);
                filled.put(look, last.between(each.getValue(), share));
            }
            before = each.getKey();
            last = each.getValue();
        }
        return new FaceTrack(filled);
    }
}
