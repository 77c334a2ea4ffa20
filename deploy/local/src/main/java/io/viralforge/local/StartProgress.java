package io.viralforge.local;

import io.viralforge.local.StartListener.Phase;

/** What one service tells the listener. */
record StartProgress(Service service, StartListener listener) {

    void unpacked(long done, long total) {
        listener.on(service, Phase.UNPACK, done, total);
    }

    void enter(Phase phase) {
        listener.on(service, phase, 0, 0);
    }
}
