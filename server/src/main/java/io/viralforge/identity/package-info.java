/**
 * Who may do what: persons, studios and their members, sessions and their tokens, invitations, API keys, worker
 * tokens. Owns the tables person, studio, member, session, refresh_token, invitation, api_key, signing_key and
 * worker_token. Writes and hears no
 * events. Other features learn who is calling from {@link io.viralforge.platform.graphql.Caller}.
 */
@NullMarked
package io.viralforge.identity;

import org.jspecify.annotations.NullMarked;
