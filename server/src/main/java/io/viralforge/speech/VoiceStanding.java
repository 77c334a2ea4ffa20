package io.viralforge.speech;

import org.jspecify.annotations.Nullable;

/** A voice and how it stands, as the API shows it. */
record VoiceStanding(
        String name,
        boolean isRemote,
        VoiceState state,
        @Nullable String reason) {}
