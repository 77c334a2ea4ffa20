package io.viralforge.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An input object as graphql-java gives it: coerced, with defaults filled in. Names are those of the schema; reading
 * one that the schema does not have, or as another type, is a programming error.
 */
public record Input(Map<String, @Nullable Object> values) {
    /** The argument {@code name}, an input object. */
    public static Input argument(DataFetchingEnvironment env, String name) {
        Map<String, @Nullable Object> values = env.getArgument(name);
        if (values == null) {
            throw new IllegalStateException(name + " is not an argument");
        }
        return new Input(values);
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    public String text(String name) {
        return need(name, textOrNull(name));
    }

    public @Nullable String textOrNull(String name) {
        return (String) values.get(name);
    }

    public int number(String name) {
        return need(name, (Integer) values.get(name));
    }

    public long big(String name) {
        return need(name, (Long) values.get(name));
    }

    public double real(String name) {
        return need(name, (Double) values.get(name));
    }

    public @Nullable Integer numberOrNull(String name) {
        return (Integer) values.get(name);
    }

    public @Nullable Long bigOrNull(String name) {
        return (Long) values.get(name);
    }

    public @Nullable Double realOrNull(String name) {
        return (Double) values.get(name);
    }

    public boolean flag(String name) {
        return need(name, (Boolean) values.get(name));
    }

    public @Nullable Boolean flagOrNull(String name) {
        return (Boolean) values.get(name);
    }

    /** A value of a scalar or enum of ours: Instant, Duration, URI, or the enum given. */
    public <T> T as(String name, Class<T> type) {
        return need(name, asOrNull(name, type));
    }

    public <T> @Nullable T asOrNull(String name, Class<T> type) {
        Object value = values.get(name);
        return value instanceof String text && type.isEnum() ? constant(text, type) : type.cast(value);
    }

    /** A list of enum values; null when it is not given. */
    public <E extends Enum<E>> @Nullable List<E> constantsOrNull(String name, Class<E> type) {
        List<?> given = (List<?>) values.get(name);
        return given == null
                ? null
                : given.stream()
                        .map(value -> value instanceof String text ? constant(text, type) : type.cast(value))
                        .toList();
    }

    /** A list of enum values. */
    public <E extends Enum<E>> List<E> constants(String name, Class<E> type) {
        return need(name, constantsOrNull(name, type));
    }

    private static <T> T constant(String text, Class<T> type) {
        for (T candidate : type.getEnumConstants()) {
            if (((Enum<?>) candidate).name().equals(text)) {
                return candidate;
            }
        }
        throw new IllegalStateException(text + " is not in " + type);
    }

    @SuppressWarnings("unchecked")
    public @Nullable Input inputOrNull(String name) {
        Object value = values.get(name);
        return value == null ? null : new Input((Map<String, @Nullable Object>) value);
    }

    public Input input(String name) {
        return need(name, inputOrNull(name));
    }

    @SuppressWarnings("unchecked")
    public List<Input> inputs(String name) {
        return need(name, (List<Map<String, @Nullable Object>>) values.get(name)).stream()
                .map(Input::new)
                .toList();
    }

    @SuppressWarnings("unchecked")
    public List<String> texts(String name) {
        return List.copyOf(need(name, (List<String>) values.get(name)));
    }

    /** A list of values of a scalar of ours: Instant, Duration, URI. */
    public <T> List<T> all(String name, Class<T> type) {
        return need(name, (List<?>) values.get(name)).stream().map(type::cast).toList();
    }

    private static <T> T need(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + " is null");
        }
        return value;
    }
}
