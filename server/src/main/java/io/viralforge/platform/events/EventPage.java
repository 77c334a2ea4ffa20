package io.viralforge.platform.events;

import java.util.List;

/**
 * Events in their order.
 *
 * @param nodes fewer than asked for: all there were
 * @param cursor to go on after, also when there are no events
 */
public record EventPage(List<Event> nodes, String cursor) {}
