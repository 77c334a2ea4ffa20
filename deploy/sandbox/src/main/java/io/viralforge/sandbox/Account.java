package io.viralforge.sandbox;

/**
 * One whom clips are published for: a channel, a creator.
 *
 * @param id as the network calls it: a channel id that begins with UC, an open_id
 * @param name as people read it
 */
public record Account(String id, String name) {}
