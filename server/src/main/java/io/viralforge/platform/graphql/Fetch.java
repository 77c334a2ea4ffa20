package io.viralforge.platform.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/** What a fetcher asks of its environment, where the schema promises that it is there. */
public final class Fetch {
    private Fetch() {}

    /** The object whose field is fetched. */
    public static <T> T source(DataFetchingEnvironment env, Class<T> type) {
        return type.cast(Objects.requireNonNull(env.<Object>getSource()));
    }

    /** A {@link Loader} of this operation, by its name. */
    public static <K, V> DataLoader<K, V> loader(DataFetchingEnvironment env, String name) {
        return Objects.requireNonNull(env.<K, V>getDataLoader(name), name);
    }

    /** A text argument that is not null: it is required, or has a default. */
    public static String text(DataFetchingEnvironment env, String argument) {
        return Objects.requireNonNull(env.<String>getArgument(argument), argument);
    }

    /** All arguments of the field. */
    public static Input arguments(DataFetchingEnvironment env) {
        Map<String, @Nullable Object> arguments = new HashMap<>(env.getArguments());
        return new Input(arguments);
    }
}
