package io.viralforge.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * What owns assets, jobs and everything else.
 *
 * @param timeZone IANA name of the zone in which its days begin
 * @param isFactorRequired whether members need more than a password
 */
public record Studio(
        UUID id, String name, boolean isSample, String timeZone, boolean isFactorRequired, Instant createdAt) {}
