package io.viralforge.identity;

import java.time.Instant;
import java.util.UUID;

/** A person in a studio. */
public record Member(UUID id, Person person, Role role, Instant joinedAt) {}
