package io.viralforge.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few megabytes that can be filled. Tests that need one are skipped where nobody may mount. */
public final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[4096];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    public static SmallDisk mount(int megabytes) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("viralforge-disk-");
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()) == 0;
        Assumptions.assumeTrue(isMounted, "nobody may mount here");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    public void giveTo(UserPrincipal owner) throws IOException {
        Files.setOwner(folder, owner);
    }

    /** Leaves not a byte. */
    public void fill() throws IOException {
        try (var filling = Files.newOutputStream(filling())) {
            while (true) {
                filling.write(BLOCK);
            }
        } catch (IOException full) {
            if (folder.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    /** Takes away what {@link #fill} wrote. */
    public void empty() throws IOException {
        Files.delete(filling());
    }

    private Path filling() {
        return folder.resolve("filling");
    }

    @Override
    public void close() {
        try {
            run("umount", "--lazy", folder.toString());
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
