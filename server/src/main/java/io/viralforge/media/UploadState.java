package io.viralforge.media;

/** Where an upload stands; the schema describes each. OPEN becomes FINISHED or CANCELLED, once. */
public enum UploadState {
    OPEN,
    FINISHED,
    CANCELLED
}
