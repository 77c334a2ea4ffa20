package io.viralforge.platform.health;

/** Looks whether something the server uses can be reached. */
public interface Probe {
    /** What is looked at, one lower-case word. */
    String name();

    /** True when the server is of no use without it; false when it only loses what the thing is for. */
    boolean isRequired();

    /** Looks now; may block up to 2 seconds, then counts as down, as does any exception. */
    boolean isUp();
}
