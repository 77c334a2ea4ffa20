package io.viralforge.worker.media;

import java.util.Locale;

/** What is done to the sound. */
sealed interface Sound {
    /** There is none that could be used: silence. */
    record Silent() implements Sound {}

    /**
     * The clip's own.
     *
     * @param gain in decibels
     * @param isLimited whether peaks would go over the ceiling and are held down
     */
    record Taken(double gain, boolean isLimited) implements Sound {
        /** As it is. */
        static final Taken UNCHANGED = new Taken(0, false);

        /** The filters that do it, beginning with a comma; empty when nothing is to be done. */
        String filters() {
            String volume = gain == 0 ? "" : String.format(Locale.ROOT, ",volume=%.2fdB", gain);
            // Four times 48 kHz, so that peaks between samples are seen too; the delay of looking ahead is taken out.
            return isLimited
                    ? volume + ",aresample=192000,alimiter=limit=" + LIMIT
                            + ":attack=5:release=60:level=disabled:latency=1,aresample=48000"
                    : volume;
        }
    }

    /** The highest true peak that a result has, in dBTP; coding may add a little. */
    double CEILING = -1;

    /** The same for the limiter, as a share of full scale, with some room for the way back to 48 kHz. */
    String LIMIT = "0.87";
}
