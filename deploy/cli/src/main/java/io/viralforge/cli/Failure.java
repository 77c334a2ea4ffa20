package io.viralforge.cli;

import org.jspecify.annotations.Nullable;

/** Why a command does not do what it was asked: one sentence for the person at the terminal. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    Failure(Exit exit, String sentence) {
        this(exit, sentence, null);
    }

    Failure(Exit exit, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
