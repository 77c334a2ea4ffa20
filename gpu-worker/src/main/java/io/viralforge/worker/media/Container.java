package io.viralforge.worker.media;

import java.util.List;

/** The kinds of file that are read, each by one demuxer that is named: FFmpeg never guesses. */
enum Container {
    MOV("mov", "video/mp4", true),
    MATROSKA("matroska", "video/x-matroska", true),
    AVI("avi", "video/x-msvideo", false),
    FLV("flv", "video/x-flv", false),
    MPEG_TS("mpegts", "video/mp2t", false),
    MPEG_PS("mpeg", "video/mpeg", false),
    ASF("asf", "video/x-ms-asf", false),
    OGG("ogg", "video/ogg", false),
    WAV("wav", "audio/wav", true),
    MP3("mp3", "audio/mpeg", false),
    AAC("aac", "audio/aac", false),
    FLAC("flac", "audio/flac", true),
    GIF("gif", "image/gif", false),
    PNG("png_pipe", "image/png", false),
    JPEG("jpeg_pipe", "image/jpeg", false),
    WEBP("webp_pipe", "image/webp", false);

    private final String demuxer;
    private final String contentType;
    private final boolean hasIndex;

    Container(String demuxer, String contentType, boolean hasIndex) {
        this.demuxer = demuxer;
        this.contentType = contentType;
        this.hasIndex = hasIndex;
    }

    /** FFmpeg's name for it. */
    String demuxer() {
        return demuxer;
    }

    /** Media type, unless the file's header says more. */
    String contentType() {
        return contentType;
    }

    /** Whether seeking lands where it should. */
    boolean hasIndex() {
        return hasIndex;
    }

    /** Options that keep its demuxer inside the file. */
    List<String> options() {
        return this == MOV ? List.of("-enable_drefs", "0", "-use_absolute_path", "0") : List.of();
    }

    /** Whether it holds one picture and no time. A GIF is looked at to know. */
    boolean isStill() {
        return this == PNG || this == JPEG || this == WEBP;
    }
}
