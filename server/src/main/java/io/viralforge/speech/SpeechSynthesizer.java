package io.viralforge.speech;

import io.viralforge.platform.error.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who reads text aloud. What each must hold to is in {@code SpeechSynthesizerTest}. */
interface SpeechSynthesizer {
    /** Less than a request may take. */
    Duration PATIENCE = Duration.ofSeconds(25);

    /** What the names of its voices begin with: {@code mary} in {@code mary/slt}. */
    String name();

    /** Its voices, by what their names end with. */
    List<String> voices();

    /** What the operator has to do before it can be asked; null: nothing. */
    @Nullable
    String missing();

    /** Whether it is somebody else's, who is sent the words and charges for each character. */
    boolean isRemote();

    /** Of the file names of what it says: {@code wav} or {@code mp3}. */
    String ending();

    /**
     * Reads a text aloud, once. Waits for {@link #PATIENCE} at most, so not within a transaction.
     *
     * @param voice one of {@link #voices}
     * @param text plain, 1 to {@value Voices#MOST_CHARACTERS} characters
     * @return a whole file of sound; or INVALID at the text, MODEL_UNAVAILABLE, MODEL_RATE_LIMITED, MODEL_REFUSED,
     *     MODEL_TOO_LONG or MODEL_OUT_OF_SHAPE
     */
    Outcome<byte[]> say(String voice, String text);
}
