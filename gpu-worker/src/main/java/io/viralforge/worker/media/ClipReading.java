package io.viralforge.worker.media;

/** What came of reading a file's header and index. */
sealed interface ClipReading {
    /** There is a picture in it. */
    record Read(Clip clip) implements ClipReading {}

    /** It cannot be used. */
    record Refused(RefusalCode code, String message) implements ClipReading {}
}
