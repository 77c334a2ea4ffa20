package io.viralforge.identity;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import java.util.UUID;

/**
 * A person's place in a studio, with all that a token or its viewer says of it. The person sees their own address.
 *
 * @param mustEnrol whether the studio requires a second factor and the person has none
 */
record Membership(Person person, Studio studio, Role role, boolean isOperator, boolean mustEnrol) {
    /** Who a new session of it stands for. */
    Actor.Member actor(UUID session) {
        return new Actor.Member(
                person.id(), studio.id(), session, mustEnrol ? Scope.OF_ENROLLING : role.scopes(isOperator));
    }
}
