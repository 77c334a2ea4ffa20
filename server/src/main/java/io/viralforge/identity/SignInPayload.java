package io.viralforge.identity;

import graphql.execution.DataFetcherResult;
import io.viralforge.identity.factors.SecondStep;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in gives. Below it everything is seen by who has just signed in, not by who asked without a token; and it is
 * kept as an act of theirs, also when something is left to show.
 */
final class SignInPayload {
    private static final UUID NO_SESSION = new UUID(0, 0);

    private SignInPayload() {}

    static Object of(Outcome<? extends SignIn> outcome) {
        return switch (outcome) {
            case Outcome.Done<? extends SignIn>(SignIn done) ->
                switch (done) {
                    case Session session ->
                        of(outcome, session, null, session.viewer().actor());
                    case SignIn.Half(SecondStep step) -> of(outcome, null, step, half(step.person(), step.studio()));
                };
            case Outcome.Refused<? extends SignIn> refused -> of(outcome, null, null, null);
        };
    }

    /** As {@link #of}, of a sign-in whose password was right. */
    static Object ofHalf(UUID person, UUID studio, Outcome<Session> outcome) {
        return outcome instanceof Outcome.Refused<Session>
                ? of(outcome, null, null, half(person, studio))
                : of(outcome);
    }

    private static Object of(
            Outcome<?> outcome, @Nullable Session session, @Nullable SecondStep step, Actor.@Nullable Member who) {
        Map<String, @Nullable Object> payload = new HashMap<>(Payload.of("session", outcome));
        payload.put("session", session);
        payload.put("challenge", step);
        return DataFetcherResult.newResult().data(payload).localContext(who).build();
    }

    /** Who has shown a password and may do nothing yet. */
    private static Actor.Member half(UUID person, UUID studio) {
        return new Actor.Member(person, studio, NO_SESSION, Set.of());
    }
}
