package io.viralforge.platform.language;

import io.viralforge.platform.error.UserErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The model and how it stands, as the API shows it. */
record LanguageStanding(
        @Nullable String provider,
        @Nullable String model,
        LanguageModelState state,
        @Nullable String reason) {
    static final LanguageStanding NONE = new LanguageStanding(
            null,
            null,
            LanguageModelState.UNAVAILABLE,
            "The operator has not set VIRALFORGE_LLM_PROVIDER, see docs/language.md.");

    static LanguageStanding of(LanguageConfig config, LanguageStore.@Nullable Last last, Instant now) {
        LanguageModelState state = state(last, now);
        return new LanguageStanding(
                config.provider(),
                config.model(),
                state,
                state == LanguageModelState.READY || last == null ? null : last.message());
    }

    /** What is wrong with one question says nothing of the next. */
    private static LanguageModelState state(LanguageStore.@Nullable Last last, Instant now) {
        if (last == null) {
            return LanguageModelState.READY;
        }
        boolean isResting = last.retryAt() != null && last.retryAt().isAfter(now);
        boolean isAway = last.fault() == UserErrorCode.MODEL_UNAVAILABLE;
        return isResting
                ? LanguageModelState.RESTING
                : isAway ? LanguageModelState.UNAVAILABLE : LanguageModelState.READY;
    }
}
