package io.viralforge.sandbox;

/** How the networks are for the time being, as against a {@link Fault}, which befalls single requests. */
public enum Condition {
    YOUTUBE_AUDITED(1, "0: the project was not audited, so whatever it uploads is locked private"),
    YOUTUBE_PROCESSING_SECONDS(10, "from the last byte to a processed video, for uploads that end from now on"),
    YOUTUBE_LISTING_LATE_SECONDS(0, "how late a video appears in the list of uploads"),
    YOUTUBE_LISTING_OMITS_EVERY(0, "each so manieth video is missing from the list of uploads; 0: none is"),
    YOUTUBE_INSERTS_A_DAY(100, "videos.insert a day and project"),
    YOUTUBE_UNITS_A_DAY(10_000, "units a day and project for all else"),
    YOUTUBE_UPLOADS_A_DAY(100, "uploads in 24 hours and channel; the real figure is not published"),
    YOUTUBE_REPORTS_LATE_DAYS(2, "how many of the last days the reports lack"),
    YOUTUBE_REPORTS_CORRECTED(0, "1: the last three days of reports are estimates, too low, and change"),
    TIKTOK_AUDITED(
            1, "0: the client was not audited, so it may post for the eyes of the creator alone, of a private account"),
    TIKTOK_PROCESSING_SECONDS(
            10, "from the last byte to a published post or an inbox, for uploads that end from now on"),
    TIKTOK_MODERATION_SECONDS(30, "from a published post to its public id, for uploads that end from now on"),
    TIKTOK_POSTS_A_DAY(15, "direct posts in 24 hours and creator"),
    TIKTOK_PENDING_SHARES(5, "uploads in 24 hours and creator that wait in the inbox"),
    TIKTOK_LISTING_LATE_SECONDS(0, "how late a public video appears in the list"),
    TIKTOK_LISTING_OMITS_EVERY(0, "each so manieth video is missing from the list; 0: none is");

    private final long usual;
    private final String meaning;

    Condition(long usual, String meaning) {
        this.usual = usual;
        this.meaning = meaning;
    }

    /** What holds unless something else is set. */
    public long usual() {
        return usual;
    }

    /** In words, with the unit. */
    public String meaning() {
        return meaning;
    }
}
