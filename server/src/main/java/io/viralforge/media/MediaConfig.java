package io.viralforge.media;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Limits on what comes in.
 *
 * @param maxUploadBytes largest upload; {@code VIRALFORGE_MAX_UPLOAD_BYTES}, 8 GiB unless set
 * @param maxStudioBytes all that a studio may keep, 0: no limit; {@code VIRALFORGE_MAX_STUDIO_BYTES}, 1 TiB unless set
 */
@ConfigurationProperties("viralforge.media")
record MediaConfig(
        @Bindable(defaultValue = "8589934592") long maxUploadBytes,
        @Bindable(defaultValue = "1099511627776") long maxStudioBytes) {
    MediaConfig {
        if (maxUploadBytes < 1) {
            throw new IllegalArgumentException("viralforge.media.max-upload-bytes must be at least 1");
        }
        if (maxStudioBytes < 0) {
            throw new IllegalArgumentException("viralforge.media.max-studio-bytes must be at least 0");
        }
    }
}
