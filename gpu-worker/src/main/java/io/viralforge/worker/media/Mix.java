package io.viralforge.worker.media;

import io.viralforge.recipe.Music;
import io.viralforge.recipe.Voice;
import org.jspecify.annotations.Nullable;

/**
 * What is heard beside the takes, as FFmpeg's last inputs, the music first.
 *
 * @param music null: none
 * @param voice null: none
 */
record Mix(@Nullable Heard<Music> music, @Nullable Heard<Voice> voice) {
    static final Mix NONE = new Mix(null, null);

    /** A file of which nothing but one sound is used, and how. */
    record Heard<T>(T how, MediaFile file, Track.Audio audio) {}
}
