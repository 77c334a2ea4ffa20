package io.viralforge.worker.media;

import org.jspecify.annotations.Nullable;

/** A stream of a file that is used. Times are seconds on the file's timeline, which begins at 0. */
sealed interface Track {
    /** FFmpeg's number of it. */
    int index();

    /** FFmpeg's name of its coding. */
    String codec();

    /** When its last packet ends. */
    double end();

    /**
     * Moving picture or still.
     *
     * @param width pixels as coded
     * @param height pixels as coded
     * @param sampleAspect width of a pixel divided by its height, as coded
     * @param isTurned whether it is shown turned by a quarter
     * @param frames how many packets it has
     * @param announced seconds that the file says it has; 0 when it does not say
     */
    record Video(
            int index,
            String codec,
            int width,
            int height,
            double sampleAspect,
            boolean isTurned,
            Colour colour,
            boolean isInterlaced,
            int frames,
            double start,
            double end,
            double announced)
            implements Track {
        /** Pixels across as shown to the decoder's user: turned, not yet stretched. */
        int turnedWidth() {
            return isTurned ? height : width;
        }

        int turnedHeight() {
            return isTurned ? width : height;
        }

        /** Width of a pixel divided by its height once turned. */
        double turnedAspect() {
            return isTurned ? 1 / sampleAspect : sampleAspect;
        }

        /** As shown: stretched as players do, which keep the height as coded, then turned. */
        int displayWidth() {
            return isTurned ? height : stretchedWidth();
        }

        int displayHeight() {
            return isTurned ? stretchedWidth() : height;
        }

        private int stretchedWidth() {
            return Math.max(1, (int) Math.round(width * sampleAspect));
        }

        double frameRate() {
            return frames / Math.max(1e-3, end - start);
        }
    }

    /** Sound. */
    record Audio(int index, String codec, double start, double end) implements Track {}

    /**
     * How colours are coded, in FFmpeg's words; null: the file does not say.
     *
     * @param pixels format of the pixels
     */
    record Colour(
            String pixels,
            @Nullable String matrix,
            @Nullable String transfer,
            boolean isFullRange) {
        /** Whether it needs tone mapping for a picture of standard range. */
        boolean isHdr() {
            return "smpte2084".equals(transfer) || "arib-std-b67".equals(transfer);
        }
    }
}
