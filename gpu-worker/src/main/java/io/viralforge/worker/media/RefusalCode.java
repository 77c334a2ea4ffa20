package io.viralforge.worker.media;

/** Why a file cannot be used; named like the API's {@code RefusalCode}. */
public enum RefusalCode {
    /** No bytes. */
    EMPTY,
    /** Not a media file that can be read. */
    NOT_MEDIA,
    /** There is neither picture nor sound in it. */
    NO_VIDEO,
    /** It names other files. */
    REFERENCES_OTHER_FILES,
    /** The picture, or sound without one, cannot be decoded to its end. */
    CORRUPT,
    /** Smaller than 16 pixels in one direction. */
    TOO_SMALL,
    /** Too long, too large or too slow to decode within the limits. */
    LIMIT_EXCEEDED
}
