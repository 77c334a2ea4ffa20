package io.viralforge.platform.storage;

import java.io.IOException;

/** A part's bytes ended too early, or did not end where they should. */
final class CutShort extends IOException {
    private static final long serialVersionUID = 1;

    CutShort(String message) {
        super(message);
    }

    CutShort(IOException cause) {
        super("the sender went away", cause);
    }
}
