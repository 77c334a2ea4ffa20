package io.viralforge.cli;

/** How a command ends, for scripts. Every code is told in {@code forge --help}. */
enum Exit {
    DONE(0),
    /** Something went wrong that fits nothing below. */
    FAILED(1),
    /** No such option or argument. */
    USAGE(2),
    /** This machine lacks something essential. */
    LACKING(3),
    /** The data folder is held by another process, or nothing runs in it though something should. */
    FOLDER(4),
    /** The server refused what was asked: the file cannot be used, rights are missing, a token is unknown. */
    REFUSED(5),
    /** Ctrl-C. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
