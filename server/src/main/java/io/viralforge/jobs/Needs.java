package io.viralforge.jobs;

import java.util.ArrayList;
import java.util.List;

/**
 * What jobs need and workers offer, in the same words: a worker can do a job when all that the job needs is among what
 * the worker offers.
 */
final class Needs {
    private Needs() {}

    /** What a render needs of a worker, whatever it renders. */
    static List<String> ofRender(String rendererVersion) {
        return List.of(renderer(rendererVersion), encoder("libx264"));
    }

    /** What a worker can do, by what it found by trying. */
    static List<String> offers(String rendererVersion, Worker.Capabilities can) {
        List<String> offers = new ArrayList<>();
        offers.add(renderer(rendererVersion));
        can.encoders().forEach(name -> offers.add(encoder(name)));
        return offers;
    }

    private static String renderer(String version) {
        return "renderer:" + version;
    }

    private static String encoder(String name) {
        return "encoder:" + name;
    }
}
