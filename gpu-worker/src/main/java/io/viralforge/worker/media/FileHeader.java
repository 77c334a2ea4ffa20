package io.viralforge.worker.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a file is by its first bytes, before anything is trusted with it. */
sealed interface FileHeader {
    /** A container that is read. */
    record Known(Container container, String contentType) implements FileHeader {}

    /** A playlist or the like: names other files. */
    record NamesOthers() implements FileHeader {}

    /** Anything else. */
    record Unknown() implements FileHeader {}

    /** How much is read: enough for the sync bytes of three transport stream packets and a playlist's first lines. */
    int LENGTH = 4096;

    /** What playlists and the like begin with, blanks aside, in lower case. */
    List<String> PLAYLISTS = List.of(
            "#extm3u",
            "ffconcat",
            "[playlist]",
            "[reference]",
            "rtsptext",
            "<asx",
            "v=0",
            "smpl",
            "<smil",
            "<mpd",
            "<smoothstreamingmedia",
            "<playlist",
            "#ext-x",
            "http://",
            "https://",
            "rtsp://",
            "file:",
            "concat:");

    static FileHeader of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(LENGTH));
        }
    }

    static FileHeader of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (isIsoBox(text)) {
            return new Known(Container.MOV, text.startsWith("ftypqt", 4) ? "video/quicktime" : "video/mp4");
        }
        if (text.startsWith("\u001aE\u00df\u00a3")) {
            boolean isWebm = text.substring(0, Math.min(64, text.length())).contains("webm");
            return new Known(Container.MATROSKA, isWebm ? "video/webm" : "video/x-matroska");
        }
        if (text.startsWith("RIFF") && text.length() >= 12) {
            return switch (text.substring(8, 12)) {
                case "AVI " -> known(Container.AVI);
                case "WEBP" -> known(Container.WEBP);
                case "WAVE" -> known(Container.WAV);
                default -> new Unknown();
            };
        }
        for (Magic magic : Magic.ALL) {
            if (text.startsWith(magic.bytes())) {
                return known(magic.container());
            }
        }
        if (isTransportStream(text)) {
            return known(Container.MPEG_TS);
        }
        if (text.length() > 1 && text.charAt(0) == '\u00ff') {
            // Eleven bits that are set, two of version, two of layer: none in AAC, 01 in MP3; ISO 11172-3, ISO 13818-7.
            return switch (text.charAt(1) & 0xE6) {
                case 0xE2 -> known(Container.MP3);
                case 0xE0 -> known(Container.AAC);
                default -> new Unknown();
            };
        }
        return namesOthers(text) ? new NamesOthers() : new Unknown();
    }

    /** First bytes that tell enough. */
    record Magic(String bytes, Container container) {
        static final List<Magic> ALL = List.of(
                new Magic("FLV\u0001", Container.FLV),
                new Magic("\u0000\u0000\u0001\u00ba", Container.MPEG_PS),
                new Magic("0&\u00b2u\u008ef\u00cf\u0011", Container.ASF),
                new Magic("OggS", Container.OGG),
                new Magic("RF64", Container.WAV),
                new Magic("fLaC", Container.FLAC),
                new Magic("ID3", Container.MP3),
                new Magic("GIF8", Container.GIF),
                new Magic("\u0089PNG\r\n\u001a\n", Container.PNG),
                new Magic("\u00ff\u00d8\u00ff", Container.JPEG));
    }

    private static Known known(Container container) {
        return new Known(container, container.contentType());
    }

    private static boolean isIsoBox(String text) {
        return text.length() >= 8
                && List.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "uuid", "styp")
                        .contains(text.substring(4, 8));
    }

    private static boolean isTransportStream(String text) {
        return text.length() > 376 && text.charAt(0) == 'G' && text.charAt(188) == 'G' && text.charAt(376) == 'G';
    }

    private static boolean namesOthers(String text) {
        // Byte order marks, XML's first line and its comments stand before what matters.
        String start = text.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
        boolean isXml = start.startsWith("<?xml") || start.startsWith("<!");
        return PLAYLISTS.stream().anyMatch(mark -> start.startsWith(mark) || (isXml && start.contains(mark)));
    }
}
