package io.viralforge.identity;

import io.viralforge.platform.secrets.Secret;
import java.time.Instant;

/**
 * A signed-in session, as its owner gets it.
 *
 * @param access the access token
 * @param expiresAt when that ends
 * @param refresh the refresh token
 */
record Session(Secret access, Instant expiresAt, Secret refresh, Viewer viewer) implements SignIn {}
