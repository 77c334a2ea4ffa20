package io.viralforge.forecast;

/** Bytes that are no model, or not one that can speak here. */
public final class UnreadableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Code {
        /** Not what was written. */
        DAMAGED,
        /** Written by a program that sees other features, or keeps models in another way. */
        OTHER_VERSION,
        /** Learned for another horizon or lag. */
        OTHER_TERMS
    }

    private final Code code;

    UnreadableModelException(Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
