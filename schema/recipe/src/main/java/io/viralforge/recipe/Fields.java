package io.viralforge.recipe;

import io.viralforge.recipe.Problem.Code;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object that came from outside. What is wrong is collected, with its path, and the reading goes on
 * with a value that is right, so that all problems are found at once.
 */
final class Fields {
    private final Map<?, ? extends @Nullable Object> values;
    private final List<String> path;
    private final List<Problem> problems;

    Fields(Map<?, ? extends @Nullable Object> values) {
        this(values, List.of(), new ArrayList<>());
    }

    private Fields(Map<?, ? extends @Nullable Object> values, List<String> path, List<Problem> problems) {
        this.values = values;
        this.path = path;
        this.problems = problems;
    }

    /** Throws all that was found wrong since the outermost object. */
    void done() {
        if (!problems.isEmpty()) {
            throw new InvalidRecipeException(problems);
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** The object in a field; an empty one when it is missing. */
    Fields object(String name) {
        Object value = values.get(name);
        var inner = new ArrayList<>(path);
        inner.add(name);
        if (value != null && !(value instanceof Map)) {
            problem(name, Code.INVALID, "Must be an object.");
        }
        return new Fields(value instanceof Map<?, ?> map ? new HashMap<>(map) : Map.of(), List.copyOf(inner), problems);
    }

    /** The object in a field, for a field that may be missing. */
    @Nullable
    Fields objectOrNull(String name) {
        return has(name) ? object(name) : null;
    }

    /** The one field of a choice that is given; the fallback when there are none. More than one is a problem. */
    String choice(String fallback, String... names) {
        String chosen = null;
        for (String name : names) {
            if (has(name) && chosen != null) {
                problem(name, Code.INVALID, "Only one of " + String.join(", ", names) + " may be given.");
            } else if (has(name)) {
                chosen = name;
            }
        }
        return chosen == null ? fallback : chosen;
    }

    double number(String name, double fallback) {
        return switch (values.get(name)) {
            case null -> fallback;
            case Number number -> number.doubleValue();
            case Object other -> wrong(name, "Must be a number.", fallback);
        };
    }

    int integer(String name, int fallback) {
        double number = number(name, fallback);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            return wrong(name, "Must be a whole number.", fallback);
        }
        return (int) number;
    }

    boolean bool(String name, boolean fallback) {
        return switch (values.get(name)) {
            case null -> fallback;
            case Boolean bool -> bool;
            case Object other -> wrong(name, "Must be true or false.", fallback);
        };
    }

    /** A time: a duration, ISO 8601 text, or a whole number of milliseconds. */
    @Nullable
    Duration timeOrNull(String name) {
        Object value = values.get(name);
        return value == null ? null : time(name, value);
    }

    /** The times in a list; none when it is missing. */
    List<Duration> times(String name) {
        var times = new ArrayList<Duration>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(value -> times.add(time(name, value)));
        } else if (has(name)) {
            problem(name, Code.INVALID, "Must be a list.");
        }
        return times;
    }

    private Duration time(String name, @Nullable Object value) {
        return switch (value) {
            case Duration time -> time;
            case Number millis -> Duration.ofMillis(millis.longValue());
            case CharSequence text -> {
                try {
                    yield Duration.parse(text);
                } catch (DateTimeException e) {
                    yield wrong(name, "Must be a length of time such as PT2.5S.", Duration.ZERO);
                }
            }
            case null, default -> wrong(name, "Must be a length of time such as PT2.5S.", Duration.ZERO);
        };
    }

    Duration time(String name, Duration fallback) {
        Duration time = timeOrNull(name);
        return time == null ? fallback : time;
    }

    Duration time(String name) {
        return has(name) ? time(name, Duration.ZERO) : missing(name, Duration.ZERO);
    }

    String text(String name) {
        return switch (values.get(name)) {
            case null -> missing(name, "");
            case CharSequence text -> text.toString();
            case Object other -> wrong(name, "Must be text.", "");
        };
    }

    /** Where an asset is named, if only to say that its id is missing. */
    RecipeInput.Mention mention(String name, RecipeInput.Use use) {
        var where = new ArrayList<>(path);
        where.add(name);
        String id = values.get(name) instanceof CharSequence text ? text.toString() : "";
        return new RecipeInput.Mention(id, use, List.copyOf(where));
    }

    Rgb color(String name, Rgb fallback) {
        return has(name) ? part(name, () -> Rgb.parse(text(name)), fallback) : fallback;
    }

    @Nullable
    Rgb colorOrNull(String name) {
        return has(name) ? color(name, Rgb.BLACK) : null;
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type, E fallback) {
        Object value = values.get(name);
        if (value == null) {
            return fallback;
        }
        E constant = constant(type, value);
        if (constant != null) {
            return constant;
        }
        return wrong(name, "Must be one of " + List.of(type.getEnumConstants()) + ".", fallback);
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable Object value) {
        for (E constant : type.getEnumConstants()) {
            if (constant == value || constant.name().equals(String.valueOf(value))) {
                return constant;
            }
        }
        return null;
    }

    /** The constants in a list; one that is unknown is left out and told. */
    <E extends Enum<E>> List<E> allOf(String name, Class<E> type) {
        var constants = new ArrayList<E>();
        if (values.get(name) instanceof List<?> list) {
            for (Object value : list) {
                E constant = constant(type, value);
                if (constant != null) {
                    constants.add(constant);
                }
            }
            if (constants.size() < list.size()) {
                problem(name, Code.INVALID, "Must be of " + List.of(type.getEnumConstants()) + ".");
            }
        } else if (has(name)) {
            problem(name, Code.INVALID, "Must be a list.");
        }
        return constants;
    }

    /** The objects in a list, each read by itself; one that is wrong is left out and told. */
    <T> List<T> list(String name, Function<Fields, @Nullable T> read) {
        var items = new ArrayList<T>();
        for (Fields object : objects(name)) {
            T item = read.apply(object);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    /** The objects in a list; none when it is missing. */
    List<Fields> objects(String name) {
        var objects = new ArrayList<Fields>();
        if (values.get(name) instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                var inner = new ArrayList<>(path);
                inner.add(name);
                inner.add(Integer.toString(i));
                Map<?, ?> map = list.get(i) instanceof Map<?, ?> m ? m : Map.of();
                objects.add(new Fields(new HashMap<>(map), List.copyOf(inner), problems));
            }
        } else if (has(name)) {
            problem(name, Code.INVALID, "Must be a list.");
        }
        return objects;
    }

    /** Makes a part of this object; what the part itself finds wrong is noted with the path to here. */
    <T extends @Nullable Object> T make(Supplier<? extends T> part, T fallback) {
        return made(path, part, fallback);
    }

    /** Makes what stands in a field. */
    <T extends @Nullable Object> T part(String name, Supplier<? extends T> part, T fallback) {
        var inner = new ArrayList<>(path);
        inner.add(name);
        return made(inner, part, fallback);
    }

    private <T extends @Nullable Object> T made(List<String> where, Supplier<? extends T> part, T fallback) {
        try {
            return part.get();
        } catch (InvalidRecipeException e) {
            e.problems().forEach(problem -> problems.add(problem.within(where)));
            return fallback;
        }
    }

    private <T> T missing(String name, T fallback) {
        problem(
                name,
                Code.REQUIRED,
                "%s is missing.".formatted(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)));
        return fallback;
    }

    private <T> T wrong(String name, String message, T fallback) {
        problem(name, Code.INVALID, message);
        return fallback;
    }

    void problem(String name, Code code, String message) {
        problems.add(new Problem(List.of(name), code, message).within(path));
    }
}
