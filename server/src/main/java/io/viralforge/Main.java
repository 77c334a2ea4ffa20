package io.viralforge;

import io.micronaut.runtime.Micronaut;

/** Starts the server. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Micronaut.run(Main.class, args);
    }
}
