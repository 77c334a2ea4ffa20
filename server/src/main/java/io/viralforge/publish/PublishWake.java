package io.viralforge.publish;

import io.viralforge.platform.events.Wake;
import jakarta.inject.Singleton;

/** Tells this replica that a publication may be due. */
@Singleton
final class PublishWake extends Wake {}
