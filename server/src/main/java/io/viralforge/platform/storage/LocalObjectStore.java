package io.viralforge.platform.storage;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.secrets.SecretFile;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects in a folder of this machine, served by this server under {@code /objects}. */
@Singleton
@Requires(property = "viralforge.object-store", notEquals = "s3")
final class LocalObjectStore implements ObjectStore {
    /** Where {@link ObjectsHttp} answers. */
    static final String PATH = "/objects";

    private static final int KEY_BYTES = 32;

    private final LocalFolder folder;
    private final SignedAddress addresses;
    private final InstantSource clock;

    @Inject
    LocalObjectStore(ObjectStoreConfig config, InstantSource clock) {
        this(Path.of(config.objectsDir()), clock);
    }

    LocalObjectStore(Path root, InstantSource clock) {
        this.folder = LocalFolder.at(root);
        this.addresses = new SignedAddress(SecretFile.readOrCreate(root.resolve("signing-key"), LocalObjectStore::key));
        this.clock = clock;
    }

    private static Secret key() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Secret(Base64.getEncoder().encodeToString(key));
    }

    /** What an address allows. */
    sealed interface Access {
        /** To write one part. */
        record PutPart(ObjectKey key, String upload, int number, long bytes) implements Access {}

        /** To read an object. */
        record Get(ObjectKey key, Download as) implements Access {}
    }

    @Override
    public URI signPart(ObjectKey key, String upload, int number, long bytes, Duration validFor) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("upload", upload);
        parameters.put("part", Integer.toString(number));
        parameters.put("bytes", Long.toString(bytes));
        return addresses.sign("PUT", path(key), parameters, clock.instant().plus(validFor));
    }

    @Override
    public URI signGet(ObjectKey key, Download as, Duration validFor) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("name", as.fileName());
        parameters.put("type", as.contentType());
        return addresses.sign("GET", path(key), parameters, clock.instant().plus(validFor));
    }

    private static String path(ObjectKey key) {
        return PATH + "/" + key;
    }

    /** What a PUT to this address may do; null when it was not made for that here, or its time is over. */
    Access.@Nullable PutPart putAccess(URI address) {
        Map<String, String> signed = addresses.verified("PUT", address, clock.instant());
        return signed == null
                ? null
                : new Access.PutPart(
                        key(address),
                        signed.getOrDefault("upload", ""),
                        Integer.parseInt(signed.getOrDefault("part", "0")),
                        Long.parseLong(signed.getOrDefault("bytes", "0")));
    }

    /** What a GET or HEAD of this address may do; null when it was not made for that here, or its time is over. */
    Access.@Nullable Get getAccess(URI address) {
        Map<String, String> signed = addresses.verified("GET", address, clock.instant());
        return signed == null
                ? null
                : new Access.Get(
                        key(address), new Download(signed.getOrDefault("name", ""), signed.getOrDefault("type", "")));
    }

    private static ObjectKey key(URI address) {
        return ObjectKey.parse(address.getRawPath().substring(PATH.length() + 1));
    }

    @Override
    public String start(ObjectKey key) {
        return asking(() -> folder.start(key));
    }

    /** Takes in a part; it counts once all of its bytes are on the disk. */
    void write(Access.PutPart part, InputStream content) throws CutShort {
        try {
            folder.write(part.key(), part.upload(), part.number(), part.bytes(), content);
        } catch (CutShort e) {
            throw e;
        } catch (IOException e) {
            throw folder.failure(e);
        }
    }

    @Override
    public void put(ObjectKey key, String upload, int number, byte[] content) {
        asking(() -> {
            folder.write(key, upload, number, content.length, new ByteArrayInputStream(content));
            return true;
        });
    }

    @Override
    public List<Part> parts(ObjectKey key, String upload) {
        return asking(() -> folder.parts(key, upload));
    }

    @Override
    public void complete(ObjectKey key, String upload, List<Part> parts) {
        asking(() -> {
            folder.complete(key, upload, parts);
            return true;
        });
    }

    @Override
    public void abort(ObjectKey key, String upload) {
        asking(() -> {
            folder.abort(key, upload);
            return true;
        });
    }

    @Override
    public List<PendingUpload> pending(Instant startedBefore) {
        return asking(() -> folder.pending(startedBefore));
    }

    @Override
    public boolean isThere() {
        return folder.isThere();
    }

    @Override
    public @Nullable Stored stat(ObjectKey key) {
        try {
            return folder.stat(key);
        } catch (IOException e) {
            throw folder.failure(e);
        }
    }

    @Override
    public InputStream open(ObjectKey key) {
        return open(key, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream open(ObjectKey key, long from, long length) {
        return asking(() -> folder.open(key, from, length));
    }

    @Override
    public void delete(ObjectKey key) {
        asking(() -> {
            folder.delete(key);
            return true;
        });
    }

    private interface Asking<T> {
        T ask() throws IOException;
    }

    private <T> T asking(Asking<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw folder.failure(e);
        }
    }
}
