package io.viralforge.platform.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running transaction. Parameters are bound in order: null, text, numbers, booleans, UUIDs, {@link Instant}s, enums
 * (by name), byte arrays, and collections of text, enums or UUIDs (as Postgres arrays, for {@code = ANY (?)}).
 */
public final class Tx {
    private final Connection connection;
    private final List<Runnable> afterCommit;

    Tx(Connection connection, List<Runnable> afterCommit) {
        this.connection = connection;
        this.afterCommit = afterCommit;
    }

    /** Runs once this transaction is committed, and not at all when it is rolled back. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** All rows of a query, or of a statement with RETURNING. */
    public <T> List<T> rows(String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            Row row = new Row(result);
            while (result.next()) {
                rows.add(reader.apply(row));
            }
            return rows;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** The first row, null when there is none. */
    public <T> @Nullable T row(String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        List<T> rows = rows(sql, reader, parameters);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /** The only row of a query that always has one. */
    public <T> T one(String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        List<T> rows = rows(sql, reader, parameters);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows instead of one");
        }
        return rows.getFirst();
    }

    /** Runs a statement; the number of rows it changed. */
    public int update(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                bind(statement, i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, int number, @Nullable Object value) throws SQLException {
        if (value instanceof Collection<?> many && many.isEmpty()) {
            // Of a type that only the statement tells.
            statement.setObject(number, "{}", Types.OTHER);
        } else {
            statement.setObject(number, bindable(value));
        }
    }

    private @Nullable Object bindable(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Instant instant -> OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            case Collection<?> many -> array(many);
            default -> value;
        };
    }

    private Object array(Collection<?> many) throws SQLException {
        boolean isUuid = many.stream().anyMatch(UUID.class::isInstance);
        Object[] values = many.stream()
                .map(value -> value instanceof Enum<?> constant ? constant.name() : value)
                .toArray();
        return connection.createArrayOf(isUuid ? "uuid" : "text", values);
    }
}
