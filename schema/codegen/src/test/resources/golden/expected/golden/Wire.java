package golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between JSON, as maps, lists, text, numbers and booleans, and the generated classes. */
public final class Wire {
    public static final Reader<String> STRING = value -> {
        if (value instanceof String) {
            return (String) value;
        }
        throw unexpected("text", value);
    };
    public static final Reader<Integer> INT = value -> (int) number(value).longValue();
    public static final Reader<Long> LONG = value -> number(value).longValue();
    public static final Reader<Double> DOUBLE = value -> number(value).doubleValue();
    public static final Reader<Boolean> BOOLEAN = value -> {
        if (value instanceof Boolean) {
            return (Boolean) value;
        }
        throw unexpected("a boolean", value);
    };

    private Wire() {}

    /** A field that the schema says is never null. */
    public static <T> T required(Map<String, @Nullable Object> map, String key, Reader<T> reader) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is null or missing");
        }
        return reader.read(value);
    }

    /** A field that may be null. */
    public static <T> @Nullable T optional(Map<String, @Nullable Object> map, String key, Reader<T> reader) {
        Object value = map.get(key);
        return value == null ? null : reader.read(value);
    }

    public static <T extends @Nullable Object> Reader<List<T>> list(Reader<T> items) {
        return value -> {
            if (!(value instanceof List)) {
                throw unexpected("a list", value);
            }
            List<T> result = new ArrayList<T>();
            for (Object item : (List<?>) value) {
                if (item == null && !(items instanceof NullableReader)) {
                    throw new IllegalArgumentException("an item of a list is null");
                }
                result.add(items.read(item));
            }
            return Collections.unmodifiableList(result);
        };
    }

    /** For lists whose items may be null. */
    public static <T> Reader<@Nullable T> nullable(Reader<T> items) {
        return new NullableReader<T>(items);
    }

    private static final class NullableReader<T> implements Reader<@Nullable T> {
        private final Reader<T> reader;

        NullableReader(Reader<T> reader) {
            this.reader = reader;
        }

        @Override
        public @Nullable T read(@Nullable Object value) {
            return value == null ? null : reader.read(value);
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> map(Object value) {
        if (value instanceof Map) {
            return (Map<String, @Nullable Object>) value;
        }
        throw unexpected("an object", value);
    }

    /** Whether an object's type is one of those named. */
    public static boolean isOneOf(String typename, String... names) {
        for (String name : names) {
            if (name.equals(typename)) {
                return true;
            }
        }
        return false;
    }

    /** A value that must not be null. */
    public static <T> T given(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    /** A value as JSON. Enums go by their names, inputs as maps. */
    public static @Nullable Object write(@Nullable Object value) {
        if (value instanceof InputObject) {
            return ((InputObject) value).toMap();
        }
        if (value instanceof Enum) {
            String name = ((Enum<?>) value).name();
            if (name.equals("UNKNOWN")) {
                throw new IllegalArgumentException("UNKNOWN stands for what only a newer server knows: never sent");
            }
            return name;
        }
        if (value instanceof List) {
            List<@Nullable Object> result = new ArrayList<@Nullable Object>();
            for (Object item : (List<?>) value) {
                result.add(write(item));
            }
            return result;
        }
        return value;
    }

    private static Number number(Object value) {
        if (value instanceof Number) {
            return (Number) value;
        }
        throw unexpected("a number", value);
    }

    private static IllegalArgumentException unexpected(String wanted, Object value) {
        return new IllegalArgumentException(wanted + " was expected, not " + value.getClass().getName());
    }
}
