package io.viralforge.media;

import io.viralforge.platform.text.PlainText;

/**
 * Why a file was refused.
 *
 * @param message for people
 */
public record Refusal(RefusalCode code, String message) {
    public Refusal {
        message = PlainText.of(message);
    }
}
