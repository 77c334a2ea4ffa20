package io.viralforge.publish;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a network gives for a person's consent.
 *
 * @param accessToken a secret
 * @param refreshToken a secret; null: the one before stays good
 * @param life of the access token, from now
 */
public record Grant(String accessToken, @Nullable String refreshToken, Duration life) {
    @Override
    public String toString() {
        return "Grant[" + life + "]";
    }
}
