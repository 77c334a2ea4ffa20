package io.viralforge.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fetcher of fields that have none: a record's accessor or a map's entry of the same name. Unlike graphql-java's own
 * it takes a missing one for the programming error that it is, instead of answering null.
 */
final class Accessor implements LightDataFetcher<@Nullable Object> {
    /** Records seen so far; package-private ones are opened. */
    private static final ClassValue<Accessors> KNOWN = new ClassValue<>() {
        @Override
        protected Accessors computeValue(Class<?> type) {
            return new Accessors(type);
        }
    };

    private final String name;

    Accessor(String name) {
        this.name = name;
    }

    @Override
    public @Nullable Object get(
            GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment)
            throws Exception {
        return read(source);
    }

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) throws Exception {
        return read(environment.getSource());
    }

    private @Nullable Object read(@Nullable Object source) throws Exception {
        return switch (source) {
            case null -> throw new IllegalStateException("nothing to read " + name + " from");
            case Map<?, ?> map when map.containsKey(name) -> map.get(name);
            case Map<?, ?> map -> throw new IllegalStateException("no entry " + name + " in " + map.keySet());
            default -> invoke(KNOWN.get(source.getClass()).named(name), source);
        };
    }

    private static @Nullable Object invoke(Method accessor, Object source) throws Exception {
        try {
            return accessor.invoke(source);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** A method without parameters that can answer a field: a record's accessor, or one of the class's own. */
    static @Nullable Method find(Class<?> type, String name) {
        Method method = declared(type, name);
        return method == null
                        || method.getReturnType() == void.class
                        || method.getDeclaringClass() == Object.class
                        || Modifier.isStatic(method.getModifiers())
                ? null
                : method;
    }

    private static @Nullable Method declared(Class<?> type, String name) {
        try {
            return type.getDeclaredMethod(name);
        } catch (NoSuchMethodException notHere) {
            try {
                return type.getMethod(name);
            } catch (NoSuchMethodException nowhere) {
                return null;
            }
        }
    }

    private static final class Accessors {
        private final Class<?> type;
        private final Map<String, Method> byName = new ConcurrentHashMap<>();

        Accessors(Class<?> type) {
            this.type = type;
        }

        Method named(String name) {
            return byName.computeIfAbsent(name, wanted -> {
                Method method = find(type, wanted);
                if (method == null) {
                    throw new IllegalStateException(type + " has no accessor " + wanted);
                }
                method.setAccessible(true);
                return method;
            });
        }
    }
}
