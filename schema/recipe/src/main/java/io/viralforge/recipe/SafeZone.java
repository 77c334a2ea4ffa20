package io.viralforge.recipe;

/**
 * Which network's own words and buttons captions keep clear of. The figures for upright pictures are rounded up from
 * creators' measurements of the apps as of 2026; networks publish such figures for advertisements alone, which have more
 * laid over them. Over pictures that are wider than high nothing is laid but a player's bar.
 */
public enum SafeZone {
    /** All of them. */
    ANY(130, 110, 245),
    /** Search above; channel, title and sound below, a quarter of the height in all; buttons on the right. */
    YOUTUBE_SHORTS(100, 110, 245),
    /** Tabs above; name, caption and sound below; buttons on the right, of 120 of 1080 pixels. */
    TIKTOK(110, 110, 195),
    /** Its name and the camera above; account, caption and sound below; buttons on the right. */
    INSTAGRAM_REELS(130, 100, 180),
    /** None, but for what old screens cut off and rounded ones still do: EBU R 95. */
    NONE(50, 50, 50);

    /**
     * What is kept free, in thousandths of the canvas: of its height above and below, of its width on either side, the
     * wider one, for words stand in the middle.
     */
    public record Margins(int top, int side, int bottom) {}

    private static final Margins LYING = new Margins(80, 80, 90);

    private final int top;
    private final int side;
    private final int bottom;

    SafeZone(int top, int side, int bottom) {
        this.top = top;
        this.side = side;
        this.bottom = bottom;
    }

    /** For a canvas; square ones count as upright. */
    public Margins margins(Canvas canvas) {
        boolean isUpright = canvas.height() >= canvas.width();
        return isUpright || this == NONE ? new Margins(top, side, bottom) : LYING;
    }
}
