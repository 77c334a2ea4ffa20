package io.viralforge.publish;

import org.jspecify.annotations.Nullable;

/**
 * What viewers are told of how a clip came about. Each connector maps it to its network's own flags.
 *
 * @param isAiMade made by a machine, in whole or in what matters
 * @param isAltered shows what did not happen, in a way that looks real
 * @param isSponsored somebody else paid for it
 * @param isOwnPromotion promotes what the creator sells
 * @param isForKids null: nobody has said
 */
public record Disclosure(
        boolean isAiMade,
        boolean isAltered,
        boolean isSponsored,
        boolean isOwnPromotion,
        @Nullable Boolean isForKids) {}
