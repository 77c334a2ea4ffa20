package io.viralforge.cli;

import io.viralforge.types.CaptionsInput;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Captions out of a file, of whichever kind its text shows. */
final class Captions {
    private static final long LONGEST = 1 << 20;

    private Captions() {}

    /** @throws Failure USAGE when the file cannot be read as text */
    static CaptionsInput read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new Failure(Exit.USAGE, file + " is larger than 1 MiB: that is no captions file.");
            }
            String text = Files.readString(file);
            String first = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (first.startsWith("WEBVTT")) {
                return CaptionsInput.vtt(text);
            }
            return text.contains("-->") ? CaptionsInput.srt(text) : CaptionsInput.text(text);
        } catch (CharacterCodingException e) {
            throw new Failure(Exit.USAGE, file + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "The captions " + file + " cannot be read.", e);
        }
    }
}
