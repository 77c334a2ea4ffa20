package io.viralforge.worker.media;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of rendering a recipe. */
public sealed interface Rendering {
    /** What it used, failed or not. */
    Usage usage();

    /**
     * Done and verified by decoding.
     *
     * @param video the MP4, in the work folder
     * @param poster the JPEG, in the work folder
     * @param captions what was heard, as WebVTT; null where the recipe does not ask for it
     * @param warnings what was odd, one sentence each, at most 20
     */
    record Rendered(
            Path video,
            Path poster,
            MediaFacts videoFacts,
            MediaFacts posterFacts,
            @Nullable String captions,
            List<String> warnings,
            Usage usage)
            implements Rendering {
        public Rendered {
            warnings = List.copyOf(warnings.subList(0, Math.min(warnings.size(), MediaFacts.MOST_WARNINGS)));
        }
    }

    /**
     * Not done; the work folder may hold leftovers.
     *
     * @param message for people: one sentence, at most 500 characters, with no path in it
     * @param isRetryable whether another try may go better
     */
    record Failed(FailureCode code, String message, boolean isRetryable, Usage usage) implements Rendering {}
}
