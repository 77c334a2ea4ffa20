package io.viralforge.forecast;

import io.viralforge.forecast.Reason.Ground;

/** What a model sees of an item, in this order. Logarithms throughout; NaN is "not known". */
enum Feature {
    /** Views that it gains over the horizon if it keeps its pace. */
    PACE(Ground.PACE),
    VIEWS(Ground.PACE),
    /** Views now over views one lag before. */
    GROWTH(Ground.PACE),
    /** Pace now over pace since publication. */
    PACE_OF_LIFE(Ground.PACE),
    STEP_HOURS(Ground.PACE),

    AGE(Ground.AGE),
    AGE_AT_FIRST_SIGHT(Ground.AGE),
    HOURS_SINCE_FIRST_SIGHT(Ground.AGE),
    SIGHTINGS(Ground.AGE),
    /** What the rule takes off for age. */
    DECAY(Ground.AGE),

    /** Pace over the pace one lag earlier, and so on back. */
    ACCELERATION(Ground.COURSE),
    ACCELERATION_BEFORE(Ground.COURSE),
    ACCELERATION_LONG_BEFORE(Ground.COURSE),
    /** Of log views by log age, over the last step and the one before. */
    SLOPE(Ground.COURSE),
    SLOPE_BEFORE(Ground.COURSE),
    PACE_BEFORE(Ground.COURSE),
    PACE_LONG_BEFORE(Ground.COURSE),
    /** Pace over the fastest of the last steps. */
    BELOW_PEAK(Ground.COURSE),
    VIEWS_AT_FIRST_SIGHT(Ground.COURSE),
    /** The item's own last truth over its pace then, and over its forecast. */
    OWN_DECAY(Ground.COURSE),
    OWN_MISS(Ground.COURSE),

    COUNTRIES(Ground.SPREAD),
    COUNTRIES_MORE(Ground.SPREAD),
    COUNTRIES_MOST(Ground.SPREAD),
    BEST_RANK(Ground.SPREAD),
    MEAN_RANK(Ground.SPREAD),
    BEST_RANK_CHANGE(Ground.SPREAD),
    MEAN_RANK_CHANGE(Ground.SPREAD),
    /** How much, and how lastingly, items gain that stand in the same countries. */
    MARKET_GAIN(Ground.SPREAD),
    MARKET_LARGEST(Ground.SPREAD),
    MARKET_DECAY(Ground.SPREAD),
    MARKET_DECAY_MOST(Ground.SPREAD),
    MARKET_DECAY_LEAST(Ground.SPREAD),

    CHANNEL_TRUTHS(Ground.CHANNEL),
    CHANNEL_DECAY(Ground.CHANNEL),
    CHANNEL_GAIN(Ground.CHANNEL),
    CHANNEL_LAST_DECAY(Ground.CHANNEL),
    /** Pace over the channel's usual. */
    OUTLIER(Ground.CHANNEL),

    LIKES(Ground.RESPONSE),
    COMMENTS(Ground.RESPONSE),
    COMMENTS_TO_LIKES(Ground.RESPONSE),
    LIKES_NOW(Ground.RESPONSE),
    COMMENTS_NOW(Ground.RESPONSE),
    LIKES_CHANGE(Ground.RESPONSE),

    CATEGORY(Ground.KIND),
    CATEGORY_DECAY(Ground.KIND),
    SECONDS(Ground.KIND),
    HOUR_PUBLISHED(Ground.KIND),
    WEEKDAY_PUBLISHED(Ground.KIND),
    WEEKDAY(Ground.KIND),
    HOUR(Ground.KIND);

    final Ground ground;

    Feature(Ground ground) {
        this.ground = ground;
    }

    static final int COUNT = values().length;

    /** Its place in a row. */
    @SuppressWarnings("EnumOrdinal") // rows live no longer than the program
    int place() {
        return ordinal();
    }
}
