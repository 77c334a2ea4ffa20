package io.viralforge.trends;

/** For whom networks are asked. A day's allowance is one for all: whoever searches leaves half of it to what is followed. */
enum Asker {
    PERSON,
    NICHE;

    /** What of an allowance there is for it, 1 at least. */
    int share(int allowance) {
        return switch (this) {
            case PERSON -> Math.max(1, allowance / 2);
            case NICHE -> allowance;
        };
    }
}
