package io.viralforge.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.micronaut.context.annotation.Requires;
import io.viralforge.identity.token.SigningKeyStore.StoredKey;
import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens. They are in the database, so all replicas have the same; each keeps a copy. A key
 * signs only once every replica has had time to read it, and is accepted until long after its last token.
 */
@Singleton
@Requires(beans = Sql.class)
public final class SigningKeys {
    /** A copy older than this is read again. */
    static final Duration COPY_LASTS = Duration.ofSeconds(30);
    /** An unknown key is looked for this often, however many tokens name one. */
    static final Duration SEARCH_EVERY = Duration.ofSeconds(3);
    /** A key is this old before it signs, unless there is no other. */
    static final Duration KNOWN_TO_ALL = Duration.ofMinutes(1);
    /** A key is kept this long after its successor was made. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final Sql sql;
    private final SecretBox box;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Copy copy = new Copy(Instant.MIN, List.of());

    /**
     * A key as this replica has it.
     *
     * @param pair with its private half; null when that was sealed with a master key this replica lacks
     */
    private record Key(ECKey open, @Nullable ECKey pair, Instant createdAt) {
        @Override
        public String toString() {
            return open.getKeyID();
        }
    }

    /** The keys at a time, newest first. */
    private record Copy(Instant readAt, List<Key> keys) {}

    SigningKeys(Sql sql, SecretBox box, InstantSource clock) {
        this.sql = sql;
        this.box = box;
        this.clock = clock;
    }

    /** The key to sign with now, both halves. Makes the first one; of several replicas that try, one does. */
    public ECKey signer() {
        Instant known = clock.instant().minus(KNOWN_TO_ALL);
        List<Key> usable = notOlderThan(COPY_LASTS).keys.stream()
                .filter(key -> key.pair != null)
                .toList();
        if (usable.isEmpty()) {
            sql.doEverywhere(tx -> {
                SigningKeyStore.lock(tx);
                if (SigningKeyStore.all(tx).stream().map(this::opened).noneMatch(key -> key.pair != null)) {
                    SigningKeyStore.insert(tx, fresh());
                }
            });
            usable = read().keys.stream().filter(key -> key.pair != null).toList();
        }
        Key signer = usable.stream()
                .filter(key -> !key.createdAt.isAfter(known))
                .findFirst()
                .orElse(usable.getLast());
        return Objects.requireNonNull(signer.pair);
    }

    /** The public half of a key; null when there is none of that name. */
    @Nullable
    ECKey open(@Nullable String kid) {
        ECKey found = find(notOlderThan(COPY_LASTS), kid);
        return found != null ? found : find(notOlderThan(SEARCH_EVERY), kid);
    }

    /** Puts a new key in the place of one older than {@code age}, and forgets keys long replaced. */
    public void rotate(Duration age) {
        Instant now = clock.instant();
        sql.doEverywhere(tx -> {
            SigningKeyStore.lock(tx);
            List<StoredKey> known = SigningKeyStore.all(tx);
            if (!known.isEmpty() && known.getFirst().createdAt().isBefore(now.minus(age))) {
                SigningKeyStore.retireAll(tx, now);
                SigningKeyStore.insert(tx, fresh());
            }
            SigningKeyStore.purge(tx, now.minus(KEPT));
        });
    }

    /** What {@code /.well-known/jwks.json} shows: public halves only. */
    JWKSet open() {
        return new JWKSet(
                notOlderThan(COPY_LASTS).keys.stream().<JWK>map(Key::open).toList());
    }

    private static @Nullable ECKey find(Copy copy, @Nullable String kid) {
        return copy.keys.stream()
                .map(Key::open)
                .filter(key -> key.getKeyID().equals(kid))
                .findFirst()
                .orElse(null);
    }

    private Copy notOlderThan(Duration age) {
        Instant oldest = clock.instant().minus(age);
        if (copy.readAt.isBefore(oldest)) {
            reading.lock();
            try {
                return copy.readAt.isBefore(oldest) ? read() : copy;
            } finally {
                reading.unlock();
            }
        }
        return copy;
    }

    private Copy read() {
        Instant now = clock.instant();
        List<Key> keys =
                sql.everywhere(SigningKeyStore::all).stream().map(this::opened).toList();
        Copy fresh = new Copy(now, keys);
        copy = fresh;
        return fresh;
    }

    private Key opened(StoredKey stored) {
        try {
            byte[] pair = box.open(stored.sealedPrivate(), label(stored.kid()));
            if (pair == null) {
                LOG.warn(
                        "Signing key {} was sealed with another master key: it verifies, but cannot sign.",
                        stored.kid());
            }
            return new Key(
                    ECKey.parse(stored.publicJwk()),
                    pair == null ? null : ECKey.parse(new String(pair, StandardCharsets.UTF_8)),
                    stored.createdAt());
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoredKey fresh() {
        try {
            ECKey pair = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            byte[] plain = pair.toJSONString().getBytes(StandardCharsets.UTF_8);
            return new StoredKey(
                    pair.getKeyID(),
                    pair.toPublicJWK().toJSONString(),
                    box.seal(plain, label(pair.getKeyID())),
                    clock.instant());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String label(String kid) {
        return "signing-key:" + kid;
    }
}
