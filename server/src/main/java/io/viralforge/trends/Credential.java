package io.viralforge.trends;

import org.jspecify.annotations.Nullable;

/**
 * What the operator got from a network to ask it with.
 *
 * @param variable the environment variable that sets it
 * @param value empty: it is not set. Never told
 */
public record Credential(String variable, String value) {
    /** As {@link #Credential}; a setting that is not made is null or empty. */
    public static Credential of(String variable, @Nullable String value) {
        return new Credential(variable, value == null ? "" : value.strip());
    }

    boolean isMissing() {
        return value.isEmpty();
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return variable;
    }
}
