package io.viralforge.platform.mail;

import io.viralforge.platform.events.Wake;
import jakarta.inject.Singleton;

/** Tells this replica that a mail may be waiting. */
@Singleton
final class MailWake extends Wake {}
