package io.viralforge.media;

/** What a file is; the schema describes each. */
public enum MediaKind {
    VIDEO,
    IMAGE,
    AUDIO
}
