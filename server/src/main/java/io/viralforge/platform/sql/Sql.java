package io.viralforge.platform.sql;

import io.micronaut.context.annotation.Requires;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.exceptions.TransactionException;
import io.viralforge.trace.Span;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions. Each speaks for one studio, or for the installation; row-level security shows it nothing else. A
 * transaction that Postgres calls off for a deadlock or a serialization failure is run again, so its body must do
 * nothing but SQL.
 */
@Singleton
@Requires(beans = DataSource.class)
public final class Sql {
    private static final Logger LOG = LoggerFactory.getLogger(Sql.class);
    private static final int TRIES = 5;

    /** One within another is a transaction of its own, on a connection of its own: it may speak for another studio. */
    private static final TransactionDefinition NEW =
            TransactionDefinition.of(TransactionDefinition.Propagation.REQUIRES_NEW);

    private final TransactionOperations<Connection> transactions;

    Sql(TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /** A transaction that sees one studio. What it registered with {@link Tx#afterCommit} runs once it is committed. */
    public <T extends @Nullable Object> T inStudio(UUID studio, Function<Tx, T> body) {
        return run(studio.toString(), body);
    }

    /** A transaction of the installation itself: the queue, the relay, signing in. It sees all studios. */
    public <T extends @Nullable Object> T everywhere(Function<Tx, T> body) {
        return run("all", body);
    }

    /** As {@link #inStudio}, without a result. */
    public void doInStudio(UUID studio, Consumer<Tx> body) {
        run(studio.toString(), tx -> {
            body.accept(tx);
            return true;
        });
    }

    /** As {@link #everywhere}, without a result. */
    public void doEverywhere(Consumer<Tx> body) {
        run("all", tx -> {
            body.accept(tx);
            return true;
        });
    }

    private <T extends @Nullable Object> T run(String studio, Function<Tx, T> body) {
        for (int attempt = 1; ; attempt++) {
            List<Runnable> afterCommit = new ArrayList<>();
            try {
                T result = once(studio, body, afterCommit);
                afterCommit.forEach(Sql::runCommitted);
                return result;
            } catch (SqlFailure failure) {
                if (!failure.isTransient() || attempt == TRIES) {
                    throw failure;
                }
            }
        }
    }

    /** What is committed stays so, and is not done again, whatever becomes of its consequences. */
    private static void runCommitted(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("after a commit", e);
        }
    }

    private <T extends @Nullable Object> T once(String studio, Function<Tx, T> body, List<Runnable> afterCommit) {
        try (Span _ = Span.begin("transaction")) {
            return transactions.execute(NEW, status -> {
                Tx tx = new Tx(status.getConnection(), afterCommit);
                tx.row("SELECT set_config('vf.studio', ?, true)", row -> row.text(1), studio);
                return body.apply(tx);
            });
        } catch (TransactionException | ConnectionException | CannotGetJdbcConnectionException failure) {
            throw SqlFailure.of(failure);
        }
    }
}
