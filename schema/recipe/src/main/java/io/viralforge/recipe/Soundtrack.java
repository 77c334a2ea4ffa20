package io.viralforge.recipe;

import org.jspecify.annotations.Nullable;

/**
 * What is heard.
 *
 * @param original the shots' own sound
 * @param music null: none
 * @param voice null: none
 */
public record Soundtrack(
        Original original, @Nullable Music music, @Nullable Voice voice) {
    /** The shots' own sound and nothing else. */
    public static final Soundtrack DEFAULT = new Soundtrack(Original.DEFAULT, null, null);
}
