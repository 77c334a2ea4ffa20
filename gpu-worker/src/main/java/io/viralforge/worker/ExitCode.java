package io.viralforge.worker;

/** How the worker's process ends. */
public enum ExitCode {
    /** Told to stop; everything was finished or given back. */
    DRAINED(0),
    /** Something that nobody foresaw. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The server refuses the token: revoked, expired, or not a worker's. */
    TOKEN_REFUSED(3),
    /** Another worker uses the same folder. */
    FOLDER_TAKEN(4),
    /** There is no FFmpeg that works. */
    NO_FFMPEG(5),
    /** The server refuses the registration: probably another version. */
    REFUSED(6);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
