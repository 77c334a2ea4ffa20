package io.viralforge.publish;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whose account it is.
 *
 * @param remoteId the network's own name for it, which never changes
 * @param title as people know it
 */
public record AccountOwner(
        String remoteId, String title, @Nullable URI url) {}
