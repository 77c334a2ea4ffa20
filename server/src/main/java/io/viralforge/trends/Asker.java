package io.viralforge.trends;

import java.util.UUID;

/**
 * For whom networks are asked. A day's allowance is one for all: whoever wants something at once leaves half of it to what is
 * followed, and of either a studio leaves half to the others, where there are any.
 *
 * @param isPerson whether somebody wants it at once; else it is due
 */
record Asker(UUID studio, boolean isPerson) {
    static Asker person(UUID studio) {
        return new Asker(studio, true);
    }

    static Asker niche(UUID studio) {
        return new Asker(studio, false);
    }

    /** What of an allowance there is for all who ask like it, 1 at least. */
    int share(int allowance) {
        return isPerson ? Math.max(1, allowance / 2) : allowance;
    }

    /** What of that its studio may take where it is not the only one, 1 at least. */
    int ownShare(int allowance) {
        return Math.max(1, share(allowance) / 2);
    }
}
