package io.viralforge.identity;

/** What a one-time link is worth. */
enum InvitationState {
    OPEN,
    USED,
    EXPIRED,
    UNKNOWN
}
