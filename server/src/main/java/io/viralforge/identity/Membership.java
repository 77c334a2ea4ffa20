package io.viralforge.identity;

import io.viralforge.platform.graphql.Actor;
import java.util.UUID;

/** A person's place in a studio, with all that a token or its viewer says of it. The person sees their own address. */
record Membership(Person person, Studio studio, Role role, boolean isOperator) {
    /** Who a new session of it stands for. */
    Actor.Member actor(UUID session) {
        return new Actor.Member(person.id(), studio.id(), session, role.scopes(isOperator));
    }
}
