package io.viralforge.media;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Limits on what comes in.
 *
 * @param maxUploadBytes largest upload; {@code VIRALFORGE_MAX_UPLOAD_BYTES}, 8 GiB unless set
 */
@ConfigurationProperties("viralforge.media")
record MediaConfig(@Bindable(defaultValue = "8589934592") long maxUploadBytes) {
    MediaConfig {
        if (maxUploadBytes < 1) {
            throw new IllegalArgumentException("viralforge.media.max-upload-bytes must be at least 1");
        }
    }
}
