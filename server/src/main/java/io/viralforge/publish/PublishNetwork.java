package io.viralforge.publish;

/** A network that clips are published on. */
public enum PublishNetwork {
    YOUTUBE("YouTube"),
    TIKTOK("TikTok");

    private final String title;

    PublishNetwork(String title) {
        this.title = title;
    }

    /** As it calls itself. */
    public String title() {
        return title;
    }
}
