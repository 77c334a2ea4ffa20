package io.viralforge.platform.events;

import jakarta.inject.Singleton;

/** Tells this replica's relay that the outbox may hold something. */
@Singleton
final class RelayWake extends Wake {}
