package io.viralforge.platform.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row being read, by column name, or by number from 1. The plain readers want a value, the {@code OrNull} ones do not. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(String column) {
        return need(textOrNull(column), column);
    }

    public String text(int column) {
        return need(read(() -> result.getString(column)), "column " + column);
    }

    public @Nullable String textOrNull(String column) {
        return read(() -> result.getString(column));
    }

    public UUID uuid(String column) {
        return need(uuidOrNull(column), column);
    }

    public @Nullable UUID uuidOrNull(String column) {
        return read(() -> result.getObject(column, UUID.class));
    }

    public int number(String column) {
        return need(numberOrNull(column), column);
    }

    public @Nullable Integer numberOrNull(String column) {
        return read(() -> result.getObject(column, Integer.class));
    }

    public long big(String column) {
        return need(bigOrNull(column), column);
    }

    public @Nullable Long bigOrNull(String column) {
        return read(() -> result.getObject(column, Long.class));
    }

    public double real(String column) {
        return need(realOrNull(column), column);
    }

    public @Nullable Double realOrNull(String column) {
        return read(() -> result.getObject(column, Double.class));
    }

    public boolean flag(String column) {
        return need(flagOrNull(column), column);
    }

    public @Nullable Boolean flagOrNull(String column) {
        return read(() -> result.getObject(column, Boolean.class));
    }

    public Instant instant(String column) {
        return need(instantOrNull(column), column);
    }

    public @Nullable Instant instantOrNull(String column) {
        OffsetDateTime time = read(() -> result.getObject(column, OffsetDateTime.class));
        return time == null ? null : time.toInstant();
    }

    public byte[] bytes(String column) {
        return need(bytesOrNull(column), column);
    }

    public byte @Nullable [] bytesOrNull(String column) {
        return read(() -> result.getBytes(column));
    }

    public <E extends Enum<E>> E constant(String column, Class<E> type) {
        return Enum.valueOf(type, text(column));
    }

    public <E extends Enum<E>> @Nullable E constantOrNull(String column, Class<E> type) {
        String name = textOrNull(column);
        return name == null ? null : Enum.valueOf(type, name);
    }

    public List<String> texts(String column) {
        return need(textsOrNull(column), column);
    }

    public @Nullable List<String> textsOrNull(String column) {
        Array array = read(() -> result.getArray(column));
        return array == null ? null : List.of((String[]) need(read(array::getArray), column));
    }

    public List<Long> bigs(String column) {
        Array array = need(read(() -> result.getArray(column)), column);
        return List.of((Long[]) need(read(array::getArray), column));
    }

    private interface Reading<T> {
        @Nullable
        T read() throws SQLException;
    }

    private static <T> @Nullable T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static <T> T need(@Nullable T value, String column) {
        if (value == null) {
            throw new IllegalStateException(column + " is null");
        }
        return value;
    }
}
