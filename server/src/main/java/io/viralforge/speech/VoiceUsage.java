package io.viralforge.speech;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a studio had read by vendors since a month began, as the API shows it. */
record VoiceUsage(Instant since, long characters, @Nullable Long limit) {}
