package io.viralforge.cli;

import io.viralforge.recipe.CaptionFormat;
import io.viralforge.recipe.InvalidRecipeException;
import io.viralforge.recipe.Problem;
import io.viralforge.types.CaptionsInput;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Captions out of a file: of the kind that its name says, else of the kind that its text shows. */
final class Captions {
    private static final long LONGEST = 1 << 20;

    private Captions() {}

    /**
     * Reads them.
     *
     * @throws Failure USAGE when the file is no text, REFUSED when its text is not what its name says
     */
    static CaptionsInput read(Path file) {
        String text = text(file);
        CaptionFormat format = format(file, text);
        // What has times is read here already: the server would say the same, but after an upload.
        if (format != CaptionFormat.TEXT) {
            check(file, format, text);
        }
        return switch (format) {
            case VTT -> CaptionsInput.vtt(text);
            case SRT -> CaptionsInput.srt(text);
            case ASS -> CaptionsInput.ass(text);
            case TEXT -> CaptionsInput.text(text);
        };
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new Failure(Exit.USAGE, file + " is larger than 1 MiB: that is no captions file.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new Failure(Exit.USAGE, file + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "The captions " + file + " cannot be read.", e);
        }
    }

    private static CaptionFormat format(Path file, String text) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String first = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (name.endsWith(".vtt") || (first.startsWith("WEBVTT") && !name.endsWith(".srt"))) {
            return CaptionFormat.VTT;
        }
        if (name.endsWith(".ass") || name.endsWith(".ssa") || first.startsWith("[Script Info]")) {
            return CaptionFormat.ASS;
        }
        return name.endsWith(".srt") || text.contains("-->") ? CaptionFormat.SRT : CaptionFormat.TEXT;
    }

    private static void check(Path file, CaptionFormat format, String text) {
        try {
            if (format.parse(text, Duration.ZERO, Duration.ofHours(1)).isEmpty()) {
                throw new Failure(Exit.REFUSED, "There is no caption in " + file + ".");
            }
        } catch (InvalidRecipeException e) {
            String name = switch (format) {
                case VTT -> "WebVTT";
                case SRT -> "SubRip";
                case ASS -> "SubStation Alpha";
                case TEXT -> "text";
            };
            throw new Failure(
                    Exit.REFUSED,
                    file + " cannot be read as " + name + ": "
                            + e.problems().stream().map(Problem::message).collect(Collectors.joining(" ")),
                    e);
        }
    }
}
