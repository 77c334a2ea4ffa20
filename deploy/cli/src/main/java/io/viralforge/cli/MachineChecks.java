package io.viralforge.cli;

import com.sun.management.OperatingSystemMXBean;
import com.sun.security.auth.module.UnixSystem;
import io.viralforge.local.CacheFolder;
import io.viralforge.local.UserFolders;
import io.viralforge.worker.model.Model;
import io.viralforge.worker.model.Models;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the doctor looks at besides media: the system, its programs, room, ports and secrets. */
final class MachineChecks {
    private static final long GIB = 1L << 30;
    private static final long MEMORY_NEEDED = 3 * GIB / 2;
    private static final long MEMORY_WANTED = 3 * GIB;
    private static final long ROOM_NEEDED = GIB / 2;
    private static final long ROOM_WANTED = 5 * GIB;

    private final Installation installation;

    MachineChecks(Installation installation) {
        this.installation = installation;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(system());
        checks.add(jdk());
        checks.add(memory());
        checks.add(disk("Disk, data", installation.folder(), ""));
        checks.add(caches());
        checks.add(ports());
        checks.add(privileges());
        checks.add(ownSession());
        checks.add(servers());
        checks.add(node());
        checks.add(models());
        checks.add(secrets());
        return checks;
    }

    private static Check system() {
        String found = System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " cores";
        boolean isKnown = Stream.of("linux", "mac")
                .anyMatch(System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT)::startsWith);
        return isKnown
                ? Check.good("System", found)
                : Check.fatal("System", found, "Linux and macOS work; on Windows use WSL.");
    }

    private static Check jdk() {
        String found = Runtime.version() + " in " + System.getProperty("java.home");
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Files.isExecutable(jcmd)
                ? Check.good("JDK", found)
                : Check.lacking(
                        "JDK", found, "It has no jcmd, so no start caches are made and every start is a slow one.");
    }

    private static Check memory() {
        long bytes = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        String found = gib(bytes);
        if (bytes < MEMORY_NEEDED) {
            return Check.fatal("Memory", found, "Everything together wants " + gib(MEMORY_NEEDED) + ".");
        }
        return bytes < MEMORY_WANTED
                ? Check.lacking("Memory", found, "It will do, but a render of 4K footage may not fit.")
                : Check.good("Memory", found);
    }

    private static Check caches() {
        Path folder = JvmProgram.Caches.folder();
        return disk(
                "Disk, caches",
                folder,
                ", which takes " + gib(new CacheFolder(folder).bytes()) + " (./forge reset --cache empties it)");
    }

    private static Check disk(String name, Path wanted, String what) {
        @Nullable Path existing = wanted;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            Path place = existing == null ? Path.of("/") : existing;
            long room = Files.getFileStore(place).getUsableSpace();
            String found = gib(room) + " free for " + wanted + what;
            if (!Files.isWritable(place)) {
                return Check.fatal(
                        name, wanted + " cannot be written", "Choose another folder: --dir, VIRALFORGE_CACHE.");
            } else if (room < ROOM_NEEDED) {
                return Check.fatal(name, found, "At least " + gib(ROOM_NEEDED) + " are needed.");
            }
            return room < ROOM_WANTED
                    ? Check.lacking(name, found, "Clips and shorts fill that soon.")
                    : Check.good(name, found);
        } catch (IOException e) {
            return Check.fatal(name, wanted + ": " + e.getMessage(), "Choose another folder: --dir, VIRALFORGE_CACHE.");
        }
    }

    private Check ports() {
        if (installation.holder() != null) {
            return Check.good("Port", "in use by what runs here: " + installation.address());
        }
        List<String> said = new ArrayList<>();
        try {
            ListenAddress address =
                    ListenAddress.choose("127.0.0.1", null, installation.ports().get("server"), said::add);
            return said.isEmpty()
                    ? Check.good("Port", address.port() + " is free")
                    : Check.lacking(
                            "Port", said.getFirst(), "Nothing needs to be done; the address is printed at the start.");
        } catch (Failure e) {
            return Check.fatal("Port", "none is free", String.valueOf(e.getMessage()));
        }
    }

    /** PostgreSQL refuses to be root. */
    private static Check privileges() {
        if (new UnixSystem().getUid() != 0) {
            return Check.good("User", System.getProperty("user.name"));
        }
        if (succeeds(List.of("unshare", "-U", "true"))) {
            return Check.good("User", "root; PostgreSQL runs in a user namespace");
        }
        String nobody = "65534";
        return succeeds(List.of("setpriv", "--reuid=" + nobody, "--regid=" + nobody, "--clear-groups", "true"))
                ? Check.lacking(
                        "User",
                        "root, and unshare -U fails",
                        "PostgreSQL runs as nobody: the data folder must lie where all may enter.")
                : Check.fatal(
                        "User",
                        "root, and neither unshare nor setpriv works",
                        "PostgreSQL refuses to be root: run as a normal user.");
    }

    private static Check ownSession() {
        return find("setsid") != null || find("perl") != null
                ? Check.good("Sessions", "setsid or perl is there")
                : Check.lacking("Sessions", "neither setsid nor perl", "Ctrl-C may stop the stores before the server.");
    }

    private static Check servers() {
        Path cassandra = Distribution.ofProcess().path().resolve("lib").resolve("cassandra");
        return Files.isDirectory(cassandra)
                ? Check.good("Servers", "PostgreSQL, Redis and Cassandra came with the build")
                : Check.lacking(
                        "Servers", "Cassandra's jars are missing", "Charts of usage stay empty; run ./forge again.");
    }

    private static Check node() {
        return find("node") != null && find("npm") != null
                ? Check.good("Node", "node and npm are there")
                : Check.lacking(
                        "Node",
                        "node or npm is missing",
                        "./forge models fetches nothing, and a few of the project's own tests skip.");
    }

    private static Check models() {
        return Models.in(UserFolders.ofProcess().cache()).has(Model.SPEECH)
                ? Check.good("Models", "speech")
                : Check.lacking("Models", "speech is not here", "Captions from speech are " + Models.UNAVAILABLE + ".");
    }

    private Check secrets() {
        Path folder = installation.folder().resolve("secrets");
        if (!Files.isDirectory(folder)) {
            return Check.good("Secrets", "none yet; the first start makes them");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> open = new ArrayList<>();
            if (isOpen(folder)) {
                open.add(folder.toString());
            }
            files.filter((Predicate<Path>) MachineChecks::isOpen)
                    .map(Path::toString)
                    .forEach(open::add);
            return open.isEmpty()
                    ? Check.good("Secrets", "readable by their owner alone")
                    : Check.lacking(
                            "Secrets",
                            "others may read " + String.join(", ", open),
                            "Whoever reads them is in: chmod 700 the folder, 600 the files.");
        } catch (IOException e) {
            return Check.fatal("Secrets", folder + " cannot be read", "Run as the user who owns it.");
        }
    }

    private static boolean isOpen(Path path) {
        try {
            Set<PosixFilePermission> all = Files.getPosixFilePermissions(path);
            return all.stream().anyMatch(PosixFilePermissions.fromString("---rwxrwx")::contains);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static @Nullable Path find(String program) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String gib(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
    }
}
