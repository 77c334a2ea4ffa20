package io.viralforge.recipe;

import java.util.List;

/** Where the words on the picture come from. */
public sealed interface Captions {
    /** No words. */
    Captions NONE = new Given(List.of());

    /** Somebody wrote them. */
    record Given(List<Cue> cues) implements Captions {
        public Given {
            cues = List.copyOf(cues);
        }
    }

    /**
     * They are what is said in the result, heard when it is rendered.
     *
     * @param characters at most in a caption, 8 to 80
     */
    record Heard(int characters) implements Captions {
        /** Two lines of an upright picture. */
        static final int DEFAULT_CHARACTERS = 36;

        public Heard {
            new Checks().range("characters", characters, 8, 80).done();
        }
    }
}
