package io.viralforge.media;

import io.viralforge.platform.text.PlainText;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** A file's name as somebody else chose it: text to be shown, and a hint at what the file may be. */
final class FileName {
    /** In characters. */
    static final int LONGEST = 255;

    private static final String UNNAMED = "unnamed";
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("webm", "video/webm"),
            Map.entry("mkv", "video/x-matroska"),
            Map.entry("avi", "video/x-msvideo"),
            Map.entry("mpg", "video/mpeg"),
            Map.entry("ts", "video/mp2t"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("avif", "image/avif"),
            Map.entry("heic", "image/heic"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("aac", "audio/aac"),
            Map.entry("flac", "audio/flac"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/ogg"));

    private FileName() {}

    /**
     * The name fit for showing: the last segment of a path, composed, made plain. It is not refused, because the one who
     * uploads seldom chose it: phones and messengers put marks of direction into the names they make.
     */
    static String shown(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String shown = PlainText.stripped(PlainText.line(Normalizer.normalize(last, Normalizer.Form.NFC)));
        return PlainText.isBlank(shown) ? UNNAMED : shown;
    }

    /** A guess that serves until the file has been decoded. */
    static String contentType(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, UNKNOWN);
    }

    /** A guess that serves until the file has been decoded. */
    static MediaKind kind(String name) {
        String type = contentType(name);
        return type.startsWith("image/")
                ? MediaKind.IMAGE
                : type.startsWith("audio/") ? MediaKind.AUDIO : MediaKind.VIDEO;
    }
}
