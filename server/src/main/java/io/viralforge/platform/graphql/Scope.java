package io.viralforge.platform.graphql;

import java.util.Set;

/** What a token allows; the schema describes each. */
public enum Scope {
    READ,
    CREATE,
    PUBLISH,
    MONEY,
    ADMIN,
    OPERATOR,
    WORKER;

    /** Scopes of a worker's token. */
    public static final Set<Scope> OF_WORKER = Set.of(WORKER);
}
