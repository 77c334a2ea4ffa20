package io.viralforge.identity;

import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import java.util.List;

/**
 * The person, studio and rights behind a token.
 *
 * @param actor who the token stands for
 */
public record Viewer(Actor.Member actor, Person person, Studio studio, Role role) {
    /** What the token allows, in the order of the schema. */
    public List<Scope> scopes() {
        return actor.scopes().stream().sorted().toList();
    }
}
