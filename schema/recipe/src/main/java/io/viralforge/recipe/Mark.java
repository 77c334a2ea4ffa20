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

    /**
     * A still.
     *
     * @param input the number of the input that holds it
     */
    record Image(int input) implements Mark {}
}
