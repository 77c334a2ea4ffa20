package io.viralforge.trends.samples;

import java.util.UUID;

/**
 * An item that was seen.
 *
 * @param item the same for all who see it, made of its network and the network's name for it
 */
public record Seen(UUID item, Sample sample) {}
