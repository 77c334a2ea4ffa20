package io.viralforge.trends.meaning;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a text means, as directions of length one in 384 dimensions: that of its words and, for English, that of its sense.
 * Both are always rounded to what is kept of them, so that one read back answers as it did before.
 */
public final class Meaning {
    private final Direction words;
    private final @Nullable Direction sense;

    private Meaning(Direction words, @Nullable Direction sense) {
        this.words = words;
        this.sense = sense;
    }

    /** @param sense null where the model does not read it */
    static Meaning of(Wording wording, float @Nullable [] sense) {
        return new Meaning(Direction.of(wording.words()), sense == null ? null : Direction.of(sense));
    }

    /**
     * One that was kept.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Meaning of(byte[] bytes) {
        if (bytes.length != Direction.SIZE && bytes.length != 2 * Direction.SIZE) {
            throw new IllegalArgumentException("a meaning of " + bytes.length + " bytes");
        }
        return new Meaning(
                Direction.of(bytes, 0), bytes.length == Direction.SIZE ? null : Direction.of(bytes, Direction.SIZE));
    }

    /** To be kept: 768 bytes, or 384 where there is no sense. */
    public byte[] bytes() {
        byte[] bytes = new byte[sense == null ? Direction.SIZE : 2 * Direction.SIZE];
        words.into(bytes, 0);
        if (sense != null) {
            sense.into(bytes, Direction.SIZE);
        }
        return bytes;
    }

    /** The cosine between the two, -1 to 1: of their sense where both have one, else of their words. */
    public double likeness(Meaning other) {
        return sense == null || other.sense == null ? words.cosine(other.words) : sense.cosine(other.sense);
    }

    boolean hasSense() {
        return sense != null;
    }

    /** Where so many that point here and another one point together. */
    Meaning with(long many, Meaning one) {
        return new Meaning(
                words.with(many, one.words), sense == null || one.sense == null ? sense : sense.with(many, one.sense));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Meaning meaning && Arrays.equals(bytes(), meaning.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }
}
