package io.viralforge.publish;

import java.util.List;

/**
 * What a network would make of a publication as it is.
 *
 * @param message what it is and how it is mended, for a person
 * @param path which part of the content it is about; {@code clip} for the file
 */
public record PublicationFinding(FindingSeverity severity, String message, List<String> path) {
    public static PublicationFinding blocks(String message, String... path) {
        return new PublicationFinding(FindingSeverity.BLOCKS, message, List.of(path));
    }

    public static PublicationFinding degrades(String message, String... path) {
        return new PublicationFinding(FindingSeverity.DEGRADES, message, List.of(path));
    }

    public static PublicationFinding note(String message, String... path) {
        return new PublicationFinding(FindingSeverity.NOTE, message, List.of(path));
    }
}
