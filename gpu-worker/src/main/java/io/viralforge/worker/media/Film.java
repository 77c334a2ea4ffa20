package io.viralforge.worker.media;

import java.time.Duration;
import java.util.List;

/**
 * A picture that FFmpeg makes, to be watched.
 *
 * @param inputs arguments that name what it is made of
 * @param graph a filtergraph up to where its last chain goes on
 * @param shape width divided by height, as shown
 * @param frames how many are looked at
 * @param length of what is decoded for it
 */
record Film(List<String> inputs, String graph, double shape, long frames, int frameRate, Duration length) {
    Film {
        inputs = List.copyOf(inputs);
    }
}
