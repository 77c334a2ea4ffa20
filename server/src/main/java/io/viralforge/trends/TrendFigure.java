package io.viralforge.trends;

/** What a network counts; the schema says the same of each. */
public enum TrendFigure {
    /** How often it was played or opened, since it was published. */
    VIEWS,
    /** How often it was fetched, since it was published. */
    DOWNLOADS,
    /** Votes for it less those against, since it was published. */
    SCORE,
    /** How many marked it or passed it on, since it was published. */
    REACTIONS,
    /** How often it was opened in a day. */
    DAILY_VIEWS,
    /** How often it was searched for, roughly, since it began to trend. */
    SEARCHES,
    /** Nothing: only that it is there. */
    NOTHING;

    /** Whether it only grows, so that what it gains can be forecast. */
    boolean isGrowing() {
        return switch (this) {
            case VIEWS, DOWNLOADS, SCORE, REACTIONS -> true;
            case DAILY_VIEWS, SEARCHES, NOTHING -> false;
        };
    }
}
