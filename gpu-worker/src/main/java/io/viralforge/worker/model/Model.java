package io.viralforge.worker.model;

import java.util.Locale;

/** Something learned that a worker can have; {@link ModelFile} tells of what. */
public enum Model {
    /** English speech to text: Moonshine tiny, with the vocabulary of Llama's tokenizer. Both are under the MIT licence. */
    SPEECH;

    /** As jobs and workers name it, such as {@code speech}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
