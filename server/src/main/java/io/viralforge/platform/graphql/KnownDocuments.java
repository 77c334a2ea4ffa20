package io.viralforge.platform.graphql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.ScriptOutputType;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.redis.RedisLink;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Documents that clients may name by their digest instead of sending them. Trusted ones came with the build: those of our
 * own clients, and what the operator's manifest adds. Others are learnt from whoever sends text and digest together
 * (automatic persisted queries, as Apollo's clients do), unless trusted ones alone are executed. What is learnt is kept in
 * Redis for all replicas, and lost without harm: clients then send the text again.
 */
@Singleton
final class KnownDocuments {
    private static final String MANIFEST = "/trusted-documents.json";
    private static final String PAGES = "/pages/operations.graphql";
    private static final int LONGEST = 20_000;
    private static final int MOST = 2_000;
    private static final Duration KEPT = Duration.ofDays(7);

    /** Keys: texts by digest, digests by time. Arguments: digest, text, how many to keep, how long in seconds. */
    private static final String KEEP = """
            local now = tonumber(redis.call('TIME')[1])
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            redis.call('ZADD', KEYS[2], now, ARGV[1])
            local old = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[4]), 'LIMIT', 0, 100)
            local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[3])
            if over > #old then old = redis.call('ZRANGE', KEYS[2], 0, over - 1) end
            for _, digest in ipairs(old) do
              redis.call('HDEL', KEYS[1], digest)
              redis.call('ZREM', KEYS[2], digest)
            end
            redis.call('EXPIRE', KEYS[1], ARGV[4])
            redis.call('EXPIRE', KEYS[2], ARGV[4])
            return 0
            """;

    private final RedisLink redis;
    private final boolean isTrustedOnly;
    private final Map<String, String> trusted = new HashMap<>();
    private final Cache<String, String> learnt = Caffeine.newBuilder()
            .maximumWeight(4_000_000)
            .<String, String>weigher((digest, text) -> 200 + text.length())
            .build();

    KnownDocuments(
            RedisLink redis,
            @Value("${viralforge.trusted-documents-only}") boolean isTrustedOnly,
            @Value("${viralforge.trusted-documents-file:}") @Nullable String more) {
        this.redis = redis;
        this.isTrustedOnly = isTrustedOnly;
        trust(resource(MANIFEST));
        for (String document : new String(resource(PAGES), StandardCharsets.UTF_8).split("\n", -1)) {
            trusted.put(digest(document), document);
        }
        if (more != null && !more.isBlank()) {
            trust(file(Path.of(more.strip())));
        }
    }

    /**
     * The document's text.
     *
     * @throws CodedException PERSISTED_QUERY_NOT_FOUND when only a digest is given that is not known, DOCUMENT_UNKNOWN when
     *     trusted documents alone are executed and this is none, BAD_REQUEST when digest and text do not belong together
     */
    String text(Operation operation) {
        String given = operation.document();
        String digest = operation.digest();
        if (given == null) {
            return find(Objects.requireNonNull(digest));
        }
        if (digest == null && !isTrustedOnly) {
            return given;
        }
        String actual = digest(given);
        if (digest != null && !digest.equals(actual)) {
            throw new CodedException(ErrorCode.BAD_REQUEST, "The digest is not that of the document beside it.");
        }
        if (isTrustedOnly && !trusted.containsKey(actual)) {
            throw unknown();
        }
        return given;
    }

    /** Remembers a document that was sent with its digest, after it was found valid. */
    void learn(Operation operation) {
        String text = operation.document();
        String digest = operation.digest();
        if (text == null
                || digest == null
                || text.length() > LONGEST
                || trusted.containsKey(digest)
                || learnt.asMap().putIfAbsent(digest, text) != null) {
            return;
        }
        redis.ask(commands -> commands.<Long>eval(
                KEEP,
                ScriptOutputType.INTEGER,
                new String[] {textsKey(), redis.key("{documents}:times")},
                digest,
                text,
                Integer.toString(MOST),
                Long.toString(KEPT.toSeconds())));
    }

    private String find(String digest) {
        String text = trusted.get(digest);
        if (text != null) {
            return text;
        }
        if (isTrustedOnly) {
            throw unknown();
        }
        text = learnt.getIfPresent(digest);
        if (text == null) {
            text = redis.ask(commands -> commands.hget(textsKey(), digest));
            if (text == null || !digest(text).equals(digest)) {
                throw new CodedException(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound");
            }
            learnt.put(digest, text);
        }
        return text;
    }

    private String textsKey() {
        return redis.key("{documents}:texts");
    }

    private static CodedException unknown() {
        return new CodedException(
                ErrorCode.DOCUMENT_UNKNOWN, "This server executes the documents it was built with, and no others.");
    }

    /** A JSON object: texts by digest. A digest that is not its text's would let another document pass for it. */
    private void trust(byte[] manifest) {
        try {
            new ObjectMapper()
                    .readValue(manifest, new TypeReference<Map<String, String>>() {})
                    .forEach((name, text) -> {
                        if (!digest(text).equals(name)) {
                            throw new IllegalStateException("a trusted document's digest is wrong: " + name);
                        }
                        trusted.put(name, text);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("a manifest of trusted documents cannot be read", e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream stream = Objects.requireNonNull(KnownDocuments.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] file(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException("VIRALFORGE_TRUSTED_DOCUMENTS_FILE cannot be read", e);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
