package io.viralforge.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.viralforge.identity.Race;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.TestServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningKeysTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private TestServer server;
    private Instant now = Instant.now();

    @BeforeAll
    void start() {
        server = TestServer.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forgetKeys() {
        server.sql().doEverywhere(tx -> tx.update("DELETE FROM signing_key"));
        now = Instant.now();
    }

    @Test
    void replicasThatStartAtOnceMakeOneKey() {
        Race.Both<ECKey> both =
                Race.run(() -> replica().signer(), () -> replica().signer());
        assertThat(both.one().getKeyID()).isEqualTo(both.other().getKeyID());
        assertThat(both.one().isPrivate()).isTrue();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aNewKeySignsOnceEveryReplicaHasHadTimeToReadItAndOldOnesVerifyOn() {
        SigningKeys keys = replica();
        SigningKeys elsewhere = replica();
        String first = keys.signer().getKeyID();
        assertThat(elsewhere.signer().getKeyID()).isEqualTo(first);

        keys.rotate(MONTH);
        assertThat(count()).isEqualTo(1);

        now = now.plus(MONTH).plusSeconds(1);
        Race.run(() -> rotated(keys), () -> rotated(elsewhere));
        assertThat(count()).isEqualTo(2);
        assertThat(keys.signer().getKeyID()).isEqualTo(first);

        now = now.plus(SigningKeys.KNOWN_TO_ALL).plusMillis(1);
        String second = keys.signer().getKeyID();
        assertThat(second).isNotEqualTo(first);
        assertThat(elsewhere.open(second)).isNotNull();
        assertThat(elsewhere.open(first)).isNotNull();

        now = now.plus(SigningKeys.KEPT);
        keys.rotate(MONTH);
        assertThat(replica().open(first)).isNull();
        assertThat(replica().open(second)).isNotNull();
    }

    @Test
    void anUnknownKeyIsLookedForButNotForEveryTokenThatNamesOne() {
        SigningKeys keys = replica();
        keys.signer();
        SigningKeys elsewhere = replica();
        assertThat(elsewhere.open("another")).isNull();

        server.sql().doEverywhere(tx -> tx.update("""
                INSERT INTO signing_key (kid, public_jwk, sealed_private, created_at)
                SELECT 'another', replace(public_jwk, kid, 'another'), sealed_private, created_at FROM signing_key
                """));
        assertThat(elsewhere.open("another")).isNull();
        now = now.plus(SigningKeys.SEARCH_EVERY).plusMillis(1);
        assertThat(elsewhere.open("another")).isNotNull();
    }

    @Test
    void withAnotherMasterKeyAReplicaMakesAKeyOfItsOwnAndVerifiesBoth() {
        String first = replica().signer().getKeyID();
        try (TestServer stranger = TestServer.start(
                1,
                Map.of(
                        "viralforge.master-key", "YW5vdGhlciBtYXN0ZXIga2V5IG9mIDMyIGJ5dGVzISE=",
                        "datasources.default.url", server.database().jdbcUrl(),
                        "datasources.default.username", server.database().app().user(),
                        "datasources.default.password", server.database().app().password()))) {
            SigningKeys theirs = stranger.bean(SigningKeys.class);
            assertThat(theirs.signer().getKeyID()).isNotEqualTo(first);
            assertThat(theirs.open(first)).isNotNull();
        }
        assertThat(count()).isEqualTo(2);
        assertThat(replica().signer().getKeyID()).isEqualTo(first);
    }

    @Test
    void aTokenSignedWithAStrangersKeyIsForged() throws Exception {
        SigningKeys keys = replica();
        AccessTokens tokens = new AccessTokens(keys, () -> now, server.bean(Uuid7.class));
        Actor.Member actor = server.newMember(Scope.READ);
        String good = tokens.mint(actor).text().text();
        assertThat(tokens.read(good)).isNotNull();

        ECKey own =
                new ECKeyGenerator(Curve.P_256).keyID(keys.signer().getKeyID()).generate();
        SignedJWT parsed = SignedJWT.parse(good);
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(parsed.getHeader().getType())
                        .keyID(own.getKeyID())
                        .jwk(own.toPublicJWK())
                        .build(),
                parsed.getJWTClaimsSet());
        forged.sign(new ECDSASigner(own));
        assertThat(tokens.read(forged.serialize())).isNull();
    }

    @Test
    void aTokenSaysWhatWasAgreed() throws Exception {
        AccessTokens tokens = new AccessTokens(replica(), () -> now, server.bean(Uuid7.class));
        Actor.Member actor = server.newMember(Scope.READ, Scope.CREATE);
        AccessTokens.Minted minted = tokens.mint(actor);

        Map<String, Object> claims =
                SignedJWT.parse(minted.text().text()).getJWTClaimsSet().getClaims();
        assertThat(claims.keySet())
                .isEqualTo(Set.of("sub", "studio", "session", "scopes", "iss", "aud", "exp", "iat", "jti"));
        AccessTokens.Claims read =
                java.util.Objects.requireNonNull(tokens.read(minted.text().text()));
        assertThat(read.actor()).isEqualTo(actor);
        assertThat(read.expiresAt()).isEqualTo(minted.expiresAt());
        now = minted.expiresAt().plusMillis(1);
        assertThat(tokens.read(minted.text().text())).isNull();
    }

    @Test
    void thePublicHalvesAreShown() {
        server.bean(SigningKeys.class).signer();
        JsonNode set = GraphqlResponse.of(HttpRequest.newBuilder(server.uri().resolve("/.well-known/jwks.json"))
                        .build())
                .body();
        assertThat(set.get("keys")).isNotEmpty().allSatisfy(key -> {
            assertThat(key.get("kty").asText()).isEqualTo("EC");
            assertThat(key.get("alg").asText()).isEqualTo("ES256");
            assertThat(key.has("d")).isFalse();
        });
    }

    private boolean rotated(SigningKeys keys) {
        keys.rotate(MONTH);
        return true;
    }

    private SigningKeys replica() {
        return new SigningKeys(server.sql(), server.bean(SecretBox.class), () -> now);
    }

    private int count() {
        return server.sql()
                .<Integer>everywhere(
                        tx -> tx.one("SELECT count(*)::int AS n FROM signing_key", row -> row.number("n")));
    }
}
