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
    WORKER,
    /** In place of all others. */
    ENROL;

    /** Scopes of a worker's token. */
    public static final Set<Scope> OF_WORKER = Set.of(WORKER);

    /** All that a person may do who has to set up a second factor first. */
    public static final Set<Scope> OF_ENROLLING = Set.of(ENROL);
}
