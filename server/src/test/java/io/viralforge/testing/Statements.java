package io.viralforge.testing;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the statements that go to the database; begin and commit of transactions are none. */
@Singleton
@Requires(property = "viralforge.count-statements")
public final class Statements implements BeanCreatedEventListener<DataSource>, Ordered {
    private final AtomicLong count = new AtomicLong();

    /** So many, ever. */
    public long count() {
        return count.get();
    }

    /** Before Micronaut wraps it: what it makes of one that is wrapped already never finds its connections again. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        return watched(DataSource.class, event.getBean());
    }

    /** The same; what it makes is watched too. */
    private <T> T watched(Class<T> type, T real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (real instanceof PreparedStatement && method.getName().startsWith("execute")) {
                count.incrementAndGet();
            }
            try {
                return switch (method.invoke(real, arguments)) {
                    case PreparedStatement statement -> watched(PreparedStatement.class, statement);
                    case Connection connection
                    when !method.getName().equals("unwrap") -> watched(Connection.class, connection);
                    case null -> null;
                    case Object other -> other;
                };
            } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
