/**
 * Who may do what: persons, studios and their members, sessions and their tokens, invitations, API keys, worker
 * tokens, and the log of who did what. Owns the tables person, studio, member, session, refresh_token, invitation, api_key,
 * password_reset, email_verification, worker_token and audit_entry; what people show besides a password lies in {@link
 * io.viralforge.identity.factors}, how passwords are kept in {@link io.viralforge.identity.password}, what signs tokens in
 * {@link io.viralforge.identity.token}. Writes and hears no events. Other features learn who is calling from {@link io.viralforge.platform.graphql.Caller}.
 */
@NullMarked
package io.viralforge.identity;

import org.jspecify.annotations.NullMarked;
