package io.viralforge.platform.error;

/** A failure that may mean no more than that something cannot be reached now: that passes, and blames nothing that was asked. */
public interface MayBeAway {
    boolean isUnavailable();

    static boolean isAway(Throwable failure) {
        return failure instanceof MayBeAway some && some.isUnavailable();
    }
}
