package io.viralforge.platform.sql;

import io.viralforge.platform.error.MayBeAway;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database could not do what it was asked. */
public final class SqlFailure extends RuntimeException implements MayBeAway {
    private static final long serialVersionUID = 1;

    private final @Nullable String state;

    SqlFailure(SQLException cause) {
        super(cause.getMessage(), cause);
        this.state = cause.getSQLState();
    }

    /** What the transaction manager ran into, by the database's own exception where there is one. */
    static SqlFailure of(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException known) {
                return new SqlFailure(known);
            }
        }
        return new SqlFailure(new SQLException(failure.getMessage(), failure));
    }

    /** True for a unique or exclusion constraint: someone else was first. */
    public boolean isDuplicate() {
        return "23505".equals(state) || "23P01".equals(state);
    }

    /** True when the same transaction may succeed at once: a deadlock or a serialization failure. */
    boolean isTransient() {
        return "40001".equals(state) || "40P01".equals(state);
    }

    /**
     * True when a value cannot be stored, though its type is right: a NUL in text (22021), a time or number beyond what
     * columns hold (22008, 22003).
     */
    public boolean isUnstorable() {
        return "22021".equals(state) || "22008".equals(state) || "22003".equals(state);
    }

    /**
     * True when the database cannot be reached or is shutting down (SQLSTATE classes 08 and 57P), has no room (53), cannot
     * write its files (58), or takes no writes at all (25006).
     */
    @Override
    public boolean isUnavailable() {
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.equals("25006");
    }
}
