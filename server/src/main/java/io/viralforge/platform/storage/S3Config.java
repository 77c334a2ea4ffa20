package io.viralforge.platform.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the S3 bucket is. Each setting has an environment variable, {@code VIRALFORGE_S3_} and its name. Blank ones count
 * as not set.
 *
 * @param endpoint as this server reaches the store; null for Amazon's
 * @param publicEndpoint as clients and workers reach it; presigned URLs begin with it; null: as the server does
 * @param bucket must exist
 * @param accessKey null: what the machine's role or the SDK's own settings give
 * @param pathStyle the bucket in the path instead of the host's name; most stores but Amazon's want it
 */
@ConfigurationProperties("viralforge.s3")
record S3Config(
        @Nullable String endpoint,
        @Nullable String publicEndpoint,
        @Bindable(defaultValue = "us-east-1") String region,
        @Nullable String bucket,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Bindable(defaultValue = "false") boolean pathStyle) {
    S3Config {
        endpoint = set(endpoint);
        publicEndpoint = set(publicEndpoint);
        bucket = set(bucket);
        accessKey = set(accessKey);
        secretKey = set(secretKey);
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException(
                    "VIRALFORGE_S3_ACCESS_KEY and VIRALFORGE_S3_SECRET_KEY belong together: set both or neither");
        }
    }

    @Nullable
    URI endpointUri() {
        return endpoint == null ? null : URI.create(endpoint);
    }

    @Nullable
    URI publicEndpointUri() {
        return publicEndpoint == null ? endpointUri() : URI.create(publicEndpoint);
    }

    String requiredBucket() {
        if (bucket == null) {
            throw new IllegalArgumentException("VIRALFORGE_S3_BUCKET must name the bucket");
        }
        return bucket;
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "S3Config[" + bucket + " at " + endpoint + "]";
    }

    private static @Nullable String set(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
