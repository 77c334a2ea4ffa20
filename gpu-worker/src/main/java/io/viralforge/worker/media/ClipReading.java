package io.viralforge.worker.media;

/** What came of reading a file's header and index. */
sealed interface ClipReading {
    /** There is a picture or sound in it. */
    record Read(MediaFile file) implements ClipReading {}

    /** It cannot be used. */
    record Refused(RefusalCode code, String message) implements ClipReading {}
}
