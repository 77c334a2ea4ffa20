package io.viralforge.cli;

import io.viralforge.local.CacheFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The cache of loaded and linked classes that lets a program start in a fraction of the time (JEP 483, 514, 515). Its
 * name says for which JDK and class path it is, so one that does not fit is never looked at; it gets that name only once
 * it is whole, so none is torn. Thrown away at any time, it makes itself anew.
 *
 * @param file where it lies, or would lie
 */
record AotCache(Path file) {
    /** The cache for a program, in a folder for caches. */
    static AotCache of(Path folder, String program, List<Path> classPath, List<String> options) {
        return new AotCache(folder.resolve(program + "-" + fingerprint(classPath, options) + ".aot"));
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Keeps it as long as this process lives; whether there is one. */
    boolean use() {
        return CacheFolder.use(file);
    }

    /** What a JVM is told: to use the cache or, where there is none, to write down what one is made of. */
    List<String> options() {
        return exists()
                ? List.of("-XX:AOTCache=" + file)
                : List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration());
    }

    Path configuration() {
        return file.resolveSibling(
                file.getFileName() + ".conf-" + ProcessHandle.current().pid());
    }

    Path unfinished() {
        return file.resolveSibling(
                file.getFileName() + ".new-" + ProcessHandle.current().pid());
    }

    /** The cache is whole: from now on it is found. */
    void publish() throws IOException {
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
        new CacheFolder(Objects.requireNonNull(file.getParent()))
                .prune(InstantSource.system().instant());
    }

    void discard() throws IOException {
        Files.deleteIfExists(configuration());
        Files.deleteIfExists(unfinished());
    }

    private static String fingerprint(List<Path> classPath, List<String> options) {
        StringBuilder text = new StringBuilder();
        Stream.of("java.home", "java.vm.version", "os.arch")
                .map(System::getProperty)
                .forEach(text::append);
        text.append(options);
        try {
            for (Path jar : classPath) {
                text.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (IOException e) {
            throw new Failure(Exit.LACKING, "The build is not complete: " + e.getMessage() + ". Run ./forge again.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
