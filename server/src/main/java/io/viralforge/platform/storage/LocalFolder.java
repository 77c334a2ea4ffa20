package io.viralforge.platform.storage;

import io.viralforge.platform.storage.StorageFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder behind {@link LocalObjectStore}. An upload is a folder with a file for each part, {@code
 * uploads/<studio>_<id>_<upload>/<number>}; completing it writes down which parts count and renames the folder to {@code
 * <studio>/<id>}. So gigabytes are never copied, and an object is there whole or not at all. Everything is on the disk
 * before it counts.
 */
final class LocalFolder {
    private static final String UPLOADS = "uploads";
    private static final String DRAFT = ".";
    private static final int BUFFER_BYTES = 1 << 17;
    private static final int MOST_PENDING = 1_000;

    private final Path root;

    private LocalFolder(Path root) {
        this.root = root;
    }

    static LocalFolder at(Path root) {
        try {
            Files.createDirectories(
                    root.resolve(UPLOADS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            LocalFolder folder = new LocalFolder(root);
            folder.removeHalfDeleted();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a crash left of objects that were being deleted. */
    private void removeHalfDeleted() throws IOException {
        try (Stream<Path> folders = Files.list(root.resolve(UPLOADS))) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                if (folder.getFileName().toString().startsWith(DRAFT)) {
                    remove(folder);
                }
            }
        }
    }

    /** What to tell of a failure of the disk. */
    StorageFailure failure(IOException e) {
        try {
            return Files.getFileStore(root).getUsableSpace() < BUFFER_BYTES
                    ? new StorageFailure(Reason.FULL, "no space left in " + root, e)
                    : new StorageFailure(Reason.UNAVAILABLE, "the folder " + root + " failed", e);
        } catch (IOException worse) {
            e.addSuppressed(worse);
            return new StorageFailure(Reason.UNAVAILABLE, "the folder " + root + " failed", e);
        }
    }

    String start(ObjectKey key) throws IOException {
        String upload = UUID.randomUUID().toString();
        Files.createDirectory(folder(key, upload));
        sync(root.resolve(UPLOADS));
        return upload;
    }

    void write(ObjectKey key, String upload, int number, long bytes, InputStream content) throws IOException {
        Path folder = folder(key, upload);
        Path draft = folder.resolve(DRAFT + UUID.randomUUID());
        try {
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                copy(content, file, bytes);
                file.force(true);
            }
            Files.move(draft, folder.resolve(Integer.toString(number)), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } catch (NoSuchFileException e) {
            throw noSuchUpload(upload);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void copy(InputStream content, FileChannel file, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long written = 0;
        for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
            written += read;
            if (written > bytes) {
                throw new CutShort("more than " + bytes + " bytes");
            }
            for (ByteBuffer piece = ByteBuffer.wrap(buffer, 0, read); piece.hasRemaining(); ) {
                file.write(piece);
            }
        }
        if (written < bytes) {
            throw new CutShort(written + " bytes of " + bytes);
        }
    }

    private static int read(InputStream content, byte[] buffer) throws CutShort {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new CutShort(e);
        }
    }

    List<Part> parts(ObjectKey key, String upload) throws IOException {
        Path folder = folder(key, upload);
        try (Stream<Path> files = Files.list(folder)) {
            List<Part> parts = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                Part part = part(file);
                if (part != null) {
                    parts.add(part);
                }
            }
            if (!Files.exists(folder)) {
                // It was completed or aborted meanwhile, and files may have gone unseen.
                throw noSuchUpload(upload);
            }
            parts.sort(Comparator.comparingInt(Part::number));
            return parts;
        } catch (NoSuchFileException e) {
            throw noSuchUpload(upload);
        }
    }

    /** A part, told from another one of the same number by file and time; null for a draft or a file that went. */
    private static @Nullable Part part(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.isEmpty() || !name.chars().allMatch(Character::isDigit)) {
            return null;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Part(
                    Integer.parseInt(name),
                    attributes.size(),
                    attributes.fileKey() + "@" + attributes.lastModifiedTime().toInstant());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void complete(ObjectKey key, String upload, List<Part> parts) throws IOException {
        List<Part> there = parts(key, upload);
        if (parts.isEmpty() || !there.containsAll(parts)) {
            throw new StorageFailure(Reason.WRONG_PARTS, "parts of upload " + upload + " are not as listed");
        }
        Path folder = folder(key, upload);
        try {
            PartIndex index = PartIndex.of(parts);
            index.write(folder);
            removeOthers(folder, index);
            sync(folder);
            Files.createDirectories(studio(key));
            Files.move(folder, object(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw noSuchUpload(upload);
        }
        sync(studio(key));
        sync(root.resolve(UPLOADS));
    }

    /** Parts that were not listed, and what a crash left of a part that was being sent. */
    private static void removeOthers(Path folder, PartIndex index) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!index.holds(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    void abort(ObjectKey key, String upload) throws IOException {
        remove(folder(key, upload));
    }

    boolean isThere() {
        return Files.isWritable(root.resolve(UPLOADS));
    }

    List<PendingUpload> pending(Instant startedBefore) throws IOException {
        List<PendingUpload> pending = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root.resolve(UPLOADS))) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                String[] name = folder.getFileName().toString().split("_", -1);
                Instant started = name.length == 3 ? startOf(folder) : null;
                if (started != null && started.isBefore(startedBefore) && pending.size() < MOST_PENDING) {
                    pending.add(new PendingUpload(
                            new ObjectKey(UUID.fromString(name[0]), UUID.fromString(name[1])), name[2], started));
                }
            }
        }
        return pending;
    }

    /** When a folder was made, or last changed where the file system does not say; null when it has gone. */
    private static @Nullable Instant startOf(Path folder) throws IOException {
        try {
            return Files.readAttributes(folder, BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Nullable
    Stored stat(ObjectKey key) throws IOException {
        PartIndex index = PartIndex.read(object(key));
        return index == null ? null : new Stored(index.bytes(), key.id().toString());
    }

    InputStream open(ObjectKey key, long from, long length) throws IOException {
        Path object = object(key);
        PartIndex index = PartIndex.read(object);
        if (index == null) {
            throw new StorageFailure(Reason.NO_SUCH_OBJECT, "no object " + key);
        }
        return new PartsInput(object, index, from, Math.min(length, index.bytes() - from));
    }

    /** First out of sight in one step, then bit by bit. */
    void delete(ObjectKey key) throws IOException {
        Path going = root.resolve(UPLOADS).resolve(DRAFT + UUID.randomUUID());
        try {
            Files.move(object(key), going, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return;
        }
        remove(going);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException written) {
            remove(folder);
        }
    }

    private Path folder(ObjectKey key, String upload) {
        // A name from our own database; a path only because it is one of ours in every character.
        return root.resolve(UPLOADS).resolve(key.studio() + "_" + key.id() + "_" + UUID.fromString(upload));
    }

    private Path studio(ObjectKey key) {
        return root.resolve(key.studio().toString());
    }

    private Path object(ObjectKey key) {
        return studio(key).resolve(key.id().toString());
    }

    private static StorageFailure noSuchUpload(String upload) {
        return new StorageFailure(Reason.NO_SUCH_UPLOAD, "no upload " + upload);
    }

    /** Makes sure that what was renamed in a folder stays so when the power goes. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
