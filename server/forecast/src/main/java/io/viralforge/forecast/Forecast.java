package io.viralforge.forecast;

import java.time.Instant;
import java.util.List;

/**
 * How far one item will go.
 *
 * @param cohort start of the slot in which it was seen; it is compared with all that were seen in it
 * @param seenAt from which the horizon runs
 * @param isNew whether these were the item's first two sightings
 * @param gain views within the horizon; items are ranked by it
 * @param low with {@code high} an interval that holds 80 % of truths
 * @param score 0 to 100: the chance, in percent, to end in the top tenth of its cohort
 * @param reasons the weightiest first
 */
public record Forecast(
        String item,
        Instant cohort,
        Instant seenAt,
        boolean isNew,
        double gain,
        double low,
        double high,
        double score,
        Speaker speaker,
        List<Reason> reasons) {

    /** Who speaks. */
    public enum Speaker {
        /** Pace and what age usually takes off: nothing has been learned yet. */
        RULE,
        /** Both, the model by how much it has learned. */
        BLEND,
        MODEL
    }
}
