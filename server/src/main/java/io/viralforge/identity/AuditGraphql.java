package io.viralforge.identity;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.UUID;

/** audit.graphqls. */
@Singleton
@Requires(beans = Sql.class)
final class AuditGraphql implements GraphqlFeature {
    private final Audit audit;

    AuditGraphql(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher(
                                        "auditEntries", env -> audit.ofStudio(Caller.member(env), Page.of(env)))
                                .dataFetcher("installationAuditEntries", env -> audit.ofInstallation(Page.of(env))))
                .type(
                        "AuditEntry",
                        type -> type.dataFetcher(
                                        "id",
                                        env -> Id.Type.AUDIT_ENTRY.of(entry(env).id()))
                                .dataFetcher("apiKeyId", env -> {
                                    UUID key = entry(env).key();
                                    return key == null ? null : Id.Type.API_KEY.of(key);
                                }));
    }

    private static AuditEntry entry(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<AuditEntry>getSource());
    }
}
