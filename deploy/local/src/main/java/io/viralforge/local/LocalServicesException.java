package io.viralforge.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Why the local services do not run. The message is a sentence for the person at the terminal. */
public final class LocalServicesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for programs. */
    public enum Code {
        /** Another process holds the data folder; the message names it. */
        ALREADY_RUNNING,
        /** The folder holds other files. */
        NOT_OURS,
        /** No free port could be taken, even after several tries. */
        PORT,
        /** Too little room, or a file that could not be read or written. */
        DISK,
        /** This machine lacks a program, or the build carries none for its kind. */
        MISSING_TOOL,
        /** A server ended, or did not become ready in time; the message holds the last lines of its log. */
        START_FAILED,
        /** The thread that started the services was interrupted. */
        INTERRUPTED
    }

    private final Code code;

    public LocalServicesException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    LocalServicesException(Code code, String message) {
        this(code, message, null);
    }

    /** @param what cannot be done, as the beginning of a sentence */
    static LocalServicesException disk(String what, IOException why) {
        return new LocalServicesException(Code.DISK, what + ": " + words(why) + ".", why);
    }

    /** The file system's exceptions are named after what happened, and their text is the file alone. */
    private static String words(IOException why) {
        return switch (why) {
            case FileAlreadyExistsException is -> is.getFile() + " is there already, and no folder";
            case NoSuchFileException is -> is.getFile() + " is not there and cannot be made";
            case AccessDeniedException is -> "this user has no right to " + is.getFile();
            case FileSystemException is when is.getReason() != null -> is.getReason() + " (" + is.getFile() + ")";
            case IOException other -> String.valueOf(other.getMessage());
        };
    }

    public Code code() {
        return code;
    }
}
