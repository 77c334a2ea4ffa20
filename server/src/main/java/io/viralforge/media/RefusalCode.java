package io.viralforge.media;

/** Why a file was refused; the schema describes each. */
public enum RefusalCode {
    EMPTY,
    NOT_MEDIA,
    NO_VIDEO,
    REFERENCES_OTHER_FILES,
    CORRUPT,
    TOO_SMALL,
    LIMIT_EXCEEDED
}
