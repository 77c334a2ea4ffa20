package io.viralforge.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A human being with an account, as one who is looking sees them.
 *
 * @param email null for who may not see it, and for the person that stands for whoever can read the data folder
 */
public record Person(UUID id, String name, @Nullable String email) {}
