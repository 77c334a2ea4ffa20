package io.viralforge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One video as a network has it now.
 *
 * @param network "YouTube" or "TikTok"
 * @param account the channel's or creator's id
 * @param id what the network calls it: YouTube's video id, TikTok's publish_id
 * @param state in the network's own word: "uploaded", "processed", "failed", "rejected", "deleted"; "PUBLISH_COMPLETE"
 * @param privacy as it is by now, in the network's own word
 * @param disclosure which flags are set, in the network's own words, separated by commas
 * @param at when its last byte arrived, by the sandbox's clock
 * @param metadata all that was said about it, in the network's own form; a copy
 */
public record Published(
        String network,
        String account,
        String id,
        String title,
        String state,
        String privacy,
        String disclosure,
        StoredFile file,
        Instant at,
        ObjectNode metadata) {}
