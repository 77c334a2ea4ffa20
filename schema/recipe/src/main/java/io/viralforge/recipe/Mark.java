package io.viralforge.recipe;

/** A watermark's content. */
public sealed interface Mark {
    /**
     * Words.
     *
     * @param text 1 to 60 characters
     */
    record Text(String text) implements Mark {
        public Text {
            text = Words.clean(text);
            new Checks().length("text", text, 1, 60).done();
        }
    }

    /** A still: always input 1. */
    record Image() implements Mark {
        /** The number of the input that holds it. */
        public static final int INPUT = 1;
    }
}
