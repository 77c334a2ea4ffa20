package io.viralforge.local;

import com.sun.security.auth.module.UnixSystem;
import io.viralforge.local.LocalServicesException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to run PostgreSQL, which refuses to be root. A normal user just runs it. Root enters an empty user namespace:
 * there the process still owns root's files, so it works below a folder closed to all others, but has root's powers no
 * more. Where namespaces are forbidden, as in some containers, it becomes nobody, who must be able to reach the folder.
 *
 * @param prefix the command that gives up the powers, before the program's own
 * @param nobody whether files must belong to nobody
 */
record Unprivileged(List<String> prefix, boolean nobody) {
    private static final int NOBODY = 65534;

    static final Unprivileged SAME_USER = new Unprivileged(List.of(), false);
    static final Unprivileged NAMESPACE = new Unprivileged(List.of("unshare", "-U"), false);
    static final Unprivileged AS_NOBODY = new Unprivileged(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"), true);

    /**
     * Finds what works here.
     *
     * @param home the server's folder; if {@code data} in it exists, its owner decides
     * @throws LocalServicesException MISSING_TOOL if this is root and no way works
     */
    static Unprivileged choose(Path home) throws IOException {
        UnixSystem user = new UnixSystem();
        if (user.getUid() != 0) {
            // PostgreSQL also refuses a user without a name, as some clusters give to containers.
            return user.getUsername() == null && NAMESPACE.can(List.of("true")) ? NAMESPACE : SAME_USER;
        }
        Path data = home.resolve("data");
        boolean nobodys =
                Files.exists(data) && Files.getAttribute(data, "unix:uid").equals(NOBODY);
        if (!nobodys && NAMESPACE.can(List.of("true"))) {
            return NAMESPACE;
        }
        Files.createDirectories(home);
        AS_NOBODY.admit(home);
        if (AS_NOBODY.can(List.of("test", "-x", home.toString()))) {
            return AS_NOBODY;
        }
        throw new LocalServicesException(
                Code.MISSING_TOOL,
                "PostgreSQL refuses to run as root. User namespaces are closed here (unshare -U fails), and user nobody"
                        + " cannot enter " + home
                        + ": run as a normal user, or choose a data folder that all may enter.");
    }

    List<String> command(List<String> argv) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(argv);
        return command;
    }

    /** Lets the server's user pass through a folder and the one above it, without seeing what is in there. */
    void admit(Path folder) throws IOException {
        if (nobody) {
            for (Path path : List.of(folder, folder.resolve("..").normalize())) {
                Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
                permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }

    /** Gives a folder and what is in it to the user that the server runs as. */
    void own(Path folder) throws IOException {
        if (nobody) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.toList()) {
                    Files.setAttribute(path, "unix:uid", NOBODY);
                    Files.setAttribute(path, "unix:gid", NOBODY);
                }
            }
        }
    }

    boolean can(List<String> argv) throws IOException {
        @Nullable Path tool = Host.findProgram(prefix.getFirst());
        if (tool == null) {
            return false;
        }
        try {
            return new ProcessBuilder(command(argv))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
