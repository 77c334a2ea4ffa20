package io.viralforge.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Access tokens: JWTs (RFC 9068), signed with ES256, valid for 15 minutes, bound to one studio and one session. */
@Singleton
@Requires(beans = Sql.class)
public final class AccessTokens {
    public static final Duration LASTS = Duration.ofMinutes(15);

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String ISSUER = "viralforge";
    private static final String AUDIENCE = "viralforge";
    /** A signature is checked again after this, so that a key that was taken away counts. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST = 10_000;
    /** What a token of ours never reaches. */
    private static final int LONGEST = 2048;

    private final SigningKeys keys;
    private final InstantSource clock;
    private final Uuid7 ids;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    /** By the token's hash. Checking a signature costs a millisecond, and a client shows its token again and again. */
    private final Cache<ByteBuffer, @Nullable Claims> verified;

    /** A token with its end. */
    public record Minted(Secret text, Instant expiresAt) {}

    /** What a token says; true unless its session has ended since. */
    public record Claims(Actor.Member actor, Instant expiresAt) {}

    public AccessTokens(SigningKeys keys, InstantSource clock, Uuid7 ids) {
        this.keys = keys;
        this.clock = clock;
        this.ids = ids;
        this.verified = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector((header, context) -> {
            ECKey key = JWSAlgorithm.ES256.equals(header.getAlgorithm()) ? keys.open(header.getKeyID()) : null;
            try {
                return key == null ? List.of() : List.of(key.toECPublicKey());
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        });
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(clock));
    }

    /** A token for a member. */
    public Minted mint(Actor.Member actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(LASTS);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(actor.id().toString())
                .claim("studio", actor.studio().toString())
                .claim("session", actor.session().toString())
                .claim(
                        "scopes",
                        actor.scopes().stream().sorted().map(Scope::name).toList())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(end))
                .jwtID(ids.next().toString())
                .build();
        try {
            ECKey key = keys.signer();
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(TYPE)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return new Minted(new Secret(jwt.serialize()), end);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a token says; null when it is malformed, forged or expired. */
    public @Nullable Claims read(String token) {
        if (token.length() > LONGEST) {
            return null;
        }
        byte[] hash = OpaqueToken.sha256(token);
        Claims claims = verified.get(ByteBuffer.wrap(hash), key -> verify(token));
        return claims != null && claims.expiresAt.isAfter(clock.instant()) ? claims : null;
    }

    private @Nullable Claims verify(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            Set<Scope> scopes = claims.getStringListClaim("scopes").stream()
                    .map(Scope::valueOf)
                    .collect(Collectors.toUnmodifiableSet());
            return new Claims(
                    new Actor.Member(
                            UUID.fromString(claims.getSubject()),
                            UUID.fromString(claims.getStringClaim("studio")),
                            UUID.fromString(claims.getStringClaim("session")),
                            scopes),
                    Objects.requireNonNull(claims.getExpirationTime()).toInstant());
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The library's checks of issuer, audience and times, by our clock, with no leeway. */
    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        ClaimsVerifier(InstantSource clock) {
            super(
                    AUDIENCE,
                    new JWTClaimsSet.Builder().issuer(ISSUER).build(),
                    Set.of("sub", "studio", "session", "scopes", "iat", "exp", "jti"));
            this.clock = clock;
            setMaxClockSkew(0);
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
