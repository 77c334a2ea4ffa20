package io.viralforge.platform.storage;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files. An object comes into being whole, by the completion of an upload in parts, and never changes after. What
 * every adapter must hold to is in {@code ObjectStoreContract}, among the tests.
 *
 * <p>Failures are {@link StorageFailure}s; besides the reasons named below, each method may fail with {@code FULL} or
 * {@code UNAVAILABLE}.
 *
 * <p>Presigned URLs may be relative ({@code /objects/…}): the store is then this server itself, and the URL's scalar
 * resolves it against the address by which the caller reached it (docs/adr/0061).
 */
public interface ObjectStore {
    /** Most parts of one upload. */
    int MOST_PARTS = 10_000;

    /** Starts an upload in parts; any number may be open for one key. The store's name for it. */
    String start(ObjectKey key);

    /**
     * Where to PUT one part; a repeated PUT replaces it. The signature binds method, key, upload, number and exact size.
     * No network is used.
     *
     * @param number 1 to 10,000
     * @param bytes the part's exact size, at least 1
     * @param validFor from now, at most 7 days
     */
    URI signPart(ObjectKey key, String upload, int number, long bytes, Duration validFor);

    /**
     * Sends a part from here, as a PUT to its address would; for what this server makes itself. Some stores take one for an
     * upload that has ended, and it counts for nothing.
     *
     * @param number 1 to 10,000
     */
    void put(ObjectKey key, String upload, int number, byte[] content);

    /**
     * The parts that have arrived whole, by number.
     *
     * @throws StorageFailure NO_SUCH_UPLOAD
     */
    List<Part> parts(ObjectKey key, String upload);

    /**
     * Makes the object of the parts, in the order of their numbers.
     *
     * @throws StorageFailure NO_SUCH_UPLOAD, also when it has been completed before; WRONG_PARTS when one of them is not
     *     as listed
     */
    void complete(ObjectKey key, String upload, List<Part> parts);

    /** Deletes an upload with its parts. One that is gone is left alone. */
    void abort(ObjectKey key, String upload);

    /** Uploads that are still open and were started before the given time, all studios', at most a thousand. */
    List<PendingUpload> pending(Instant startedBefore);

    /**
     * Whether the store answers and what holds the objects is there, which the absence of an object cannot tell. Costs the
     * same however much is in it.
     */
    boolean isThere();

    /**
     * Where to GET the object, ranges allowed. No network is used.
     *
     * @param validFor from now, at most 7 days
     */
    URI signGet(ObjectKey key, Download as, Duration validFor);

    /** What is known of the object; null when there is none. */
    @Nullable
    Stored stat(ObjectKey key);

    /**
     * Reads the object from beginning to end.
     *
     * @throws StorageFailure NO_SUCH_OBJECT
     */
    InputStream open(ObjectKey key);

    /**
     * Reads a part of the object.
     *
     * @param from first byte, from 0, within the object
     * @param length at most so many bytes, at least 1
     * @throws StorageFailure NO_SUCH_OBJECT
     */
    InputStream open(ObjectKey key, long from, long length);

    /** Deletes the object. One that is gone is left alone. */
    void delete(ObjectKey key);
}
