package io.viralforge.trends;

import io.viralforge.platform.events.Wake;
import jakarta.inject.Singleton;

/** Tells this replica that a niche may be due. */
@Singleton
final class ScanWake extends Wake {}
