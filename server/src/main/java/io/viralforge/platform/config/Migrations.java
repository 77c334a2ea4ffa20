package io.viralforge.platform.config;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date before anybody is handed a connection. It works as the role that owns the tables; the
 * server itself connects as one that owns nothing. Flyway's lock lets one replica migrate while the others wait.
 */
@Singleton
public final class Migrations implements BeanCreatedEventListener<DataSource> {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final int TRIES = 10;

    private final String url;
    private final String owner;
    private final String password;
    private final String appRole;

    public Migrations(
            @Value("${datasources.default.url}") String url,
            @Value("${viralforge.postgres.owner-user}") String owner,
            @Value("${viralforge.postgres.owner-password}") String password,
            @Value("${datasources.default.username}") String appRole) {
        this.url = url;
        this.owner = owner;
        this.password = password;
        this.appRole = appRole;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        migrate();
        return event.getBean();
    }

    /** Waits up to 10 seconds for a database that is still starting. */
    public void migrate() {
        int applied = Flyway.configure()
                .dataSource(url, owner, password)
                .placeholders(Map.of("app_role", appRole))
                .connectRetries(TRIES)
                .connectRetriesInterval(1)
                .load()
                .migrate()
                .migrationsExecuted;
        if (applied > 0) {
            LOG.info("{} migrations applied", applied);
        }
    }
}
