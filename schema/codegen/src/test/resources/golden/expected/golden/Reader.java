package golden;

import org.jspecify.annotations.Nullable;

/** Turns a JSON value, which is never null here, into a typed one. */
public interface Reader<T extends @Nullable Object> {
    /** Throws IllegalArgumentException when the value is of another kind. */
    T read(Object value);
}
