package io.viralforge.testing;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Authenticator;
import io.viralforge.platform.graphql.Scope;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Believes tokens that {@link #of} wrote, on any replica; all others go to the real authenticator. */
@Singleton
@Primary
@Requires(property = "viralforge.test-tokens", value = "true")
final class TestTokens implements Authenticator {
    private static final String PREFIX = "test|";

    private final BeanContext beans;
    private final InstantSource clock;

    TestTokens(BeanContext beans, InstantSource clock) {
        this.beans = beans;
        this.clock = clock;
    }

    static String of(Actor actor, @Nullable Instant until) {
        String end = until == null ? "never" : until.toString();
        return switch (actor) {
            case Actor.Member member ->
                PREFIX + (member.isKey() ? "key|" : "member|") + end + "|" + member.id() + "|" + member.studio() + "|"
                        + member.session() + "|"
                        + member.scopes().stream().map(Scope::name).collect(Collectors.joining(","));
            case Actor.WorkerNode worker -> PREFIX + "worker|" + end + "|" + worker.id();
            case Actor.Anonymous nobody -> throw new IllegalArgumentException("nobody has a token");
        };
    }

    @Override
    public Known authenticate(String bearerToken, String address) {
        if (!bearerToken.startsWith(PREFIX)) {
            return beans.getBeansOfType(Authenticator.class).stream()
                    .filter(other -> other != this)
                    .findFirst()
                    .orElseThrow()
                    .authenticate(bearerToken, address);
        }
        String[] parts = bearerToken.split("\\|", -1);
        Instant until = parts[2].equals("never") ? null : Instant.parse(parts[2]);
        if (until != null && !clock.instant().isBefore(until)) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "The token has expired.");
        }
        UUID id = UUID.fromString(parts[3]);
        if (parts[1].equals("worker")) {
            return new Known(new Actor.WorkerNode(id), until);
        }
        return new Known(
                new Actor.Member(
                        id,
                        UUID.fromString(parts[4]),
                        UUID.fromString(parts[5]),
                        Arrays.stream(parts[6].split(",", -1))
                                .filter(name -> !name.isEmpty())
                                .map(Scope::valueOf)
                                .collect(Collectors.toUnmodifiableSet()),
                        parts[1].equals("key")),
                until);
    }
}
