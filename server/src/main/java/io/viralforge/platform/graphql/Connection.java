package io.viralforge.platform.graphql;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list, as in the Relay Cursor Connections Specification. */
public record Connection<T>(List<Edge<T>> edges, PageInfo pageInfo) {
    /** An entry and where it stands. */
    public record Edge<T>(String cursor, T node) {}

    /** Where the page begins and ends. */
    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}

    /**
     * A page of the rows read for it.
     *
     * @param page what was asked
     * @param rows up to {@link Page#limit} entries in the list's order
     * @param key the sort key of an entry, of which its cursor is made
     */
    public static <T> Connection<T> of(Page page, List<T> rows, Function<T, String> key) {
        List<Edge<T>> edges = rows.stream()
                .limit(page.first())
                .map(row -> new Edge<>(Page.encode(key.apply(row)), row))
                .toList();
        return new Connection<>(
                edges,
                new PageInfo(
                        rows.size() > page.first(),
                        page.after() != null,
                        edges.isEmpty() ? null : edges.getFirst().cursor(),
                        edges.isEmpty() ? null : edges.getLast().cursor()));
    }

    /** The entries alone. */
    public List<T> nodes() {
        return edges.stream().map(Edge::node).toList();
    }
}
