package io.viralforge.identity;

import io.viralforge.platform.graphql.Scope;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a member may do in a studio; each role may do all that the one before it may. */
public enum Role {
    VIEWER(EnumSet.of(Scope.READ)),
    CREATOR(EnumSet.of(Scope.READ, Scope.CREATE, Scope.PUBLISH)),
    ADMIN(EnumSet.of(Scope.READ, Scope.CREATE, Scope.PUBLISH, Scope.MONEY, Scope.ADMIN));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, though its type does not say so
    private final Set<Scope> scopes;

    Role(Set<Scope> scopes) {
        this.scopes = Collections.unmodifiableSet(scopes);
    }

    /** The role's scopes; an operator has OPERATOR besides, in every studio. */
    Set<Scope> scopes(boolean isOperator) {
        if (!isOperator) {
            return scopes;
        }
        Set<Scope> all = EnumSet.copyOf(scopes);
        all.add(Scope.OPERATOR);
        return all;
    }
}
