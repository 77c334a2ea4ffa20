package io.viralforge.worker.media;

import io.viralforge.recipe.Shot;
import io.viralforge.recipe.Transition;
import io.viralforge.worker.vision.Gaze;
import org.jspecify.annotations.Nullable;

/**
 * A shot as it is read from its file.
 *
 * @param frames how many of the result it is seen in, those included that it shares with its neighbours
 * @param overlap how many of them it shares with the shot before
 * @param preroll seconds that are decoded before the part begins, so that what is on screen then is known
 * @param gaze where a crop looks that follows what is seen
 */
record Take(Shot shot, Clip clip, long frames, long overlap, double preroll, Gaze gaze) {
    /** Seconds that are decoded before a part begins, so that no picture is missed where the index is coarse. */
    private static final double PREROLL = 2;
    /** Closer to the start than this, seeking saves nothing. */
    private static final double WORTH_SEEKING = 4;

    /** What comes of a shot; null: it begins after its clip's picture ends. */
    static @Nullable Take of(Shot shot, Clip clip, int frameRate) {
        double from = shot.from().toMillis() / 1e3;
        double end = shot.to() == null ? Double.MAX_VALUE : shot.to().toMillis() / 1e3;
        double length = (clip.isStill() ? end : Math.min(clip.video().end(), end)) - from;
        if (length <= 0) {
            return null;
        }
        double preroll = from < WORTH_SEEKING || !clip.container().hasIndex() ? from : PREROLL;
        long frames = Math.max(1, Math.round(length / shot.speed() * frameRate));
        Transition into = shot.into();
        long overlap = into == null ? 0 : CaptionTimeline.frame(into.duration(), frameRate);
        return new Take(shot, clip, frames, Math.min(overlap, frames - 1), clip.isStill() ? 0 : preroll, Gaze.MIDDLE);
    }

    Take looking(Gaze at) {
        return new Take(shot, clip, frames, overlap, preroll, at);
    }

    /** Where decoding begins, in seconds of the file's timeline. */
    double seek() {
        return clip.isStill() ? 0 : shot.from().toMillis() / 1e3 - preroll;
    }
}
