package io.viralforge.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * By which a server knows what one has already; kept with it and given back with the next request.
 *
 * @param etag with its quotes, as it came
 * @param lastModified as it came
 */
public record Validators(@Nullable String etag, @Nullable String lastModified) {
    /** Strangers have written them: what a header may not hold is none. */
    public Validators {
        etag = OutboundRequest.isValue(etag) ? etag : null;
        lastModified = OutboundRequest.isValue(lastModified) ? lastModified : null;
    }

    public boolean areNone() {
        return etag == null && lastModified == null;
    }
}
