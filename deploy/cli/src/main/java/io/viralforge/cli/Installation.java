package io.viralforge.cli;

import io.viralforge.local.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a data folder tells about the installation in it to those who do not hold it.
 *
 * <p>Beside what {@link RunFolder} keeps: {@code run/address} is there while the server answers, {@code run/sign-in.html}
 * since a browser was opened.
 */
record Installation(Path folder) {

    boolean exists() {
        return Files.isDirectory(folder);
    }

    /** The process that holds the folder now; null when nobody does. */
    RunFolder.@Nullable Holder holder() {
        return RunFolder.holder(folder);
    }

    /** Where the server answers; null when none runs or it is still starting. */
    @Nullable
    URI address() {
        @Nullable String text = holder() == null ? null : text("run/address");
        return text == null ? null : URI.create(text);
    }

    /** @throws Failure FOLDER when nothing runs in the folder */
    URI requireAddress() {
        @Nullable URI address = address();
        if (address != null) {
            return address;
        }
        throw new Failure(
                Exit.FOLDER,
                holder() == null
                        ? "Nothing runs in " + folder + ". Start it with ./forge run."
                        : "The server in " + folder + " is still starting; try again in a moment.");
    }

    /** Says where the server answers, or, with null, that it does no more. What led browsers to another is removed. */
    void announce(@Nullable URI address) throws IOException {
        Files.deleteIfExists(signInPage());
        Path file = folder.resolve("run/address");
        if (address == null) {
            Files.deleteIfExists(file);
        } else {
            Path next = Files.writeString(file.resolveSibling("address.new"), address + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path secret(String name) {
        return folder.resolve("secrets").resolve(name);
    }

    /** What {@code forge open} shows a browser first. */
    Path signInPage() {
        return folder.resolve("run/sign-in.html");
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    /** What proves that this process may read the folder. */
    String localSecret() {
        Path file = secret(ServerProgram.LOCAL_SESSION);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure(Exit.FOLDER, "The secret " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The ports of the running or, when nothing runs, of the last start. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>();
        for (String line : lines("run/ports.properties")) {
            String[] words = line.split("=", 2);
            if (words.length == 2 && words[1].matches("\\d{1,5}")) {
                ports.put(words[0], Integer.valueOf(words[1]));
            }
        }
        return ports;
    }

    /** The child processes that live, by name. */
    Map<String, ProcessHandle> children() {
        Map<String, ProcessHandle> children = new TreeMap<>();
        for (Path file : list("run", ".pid")) {
            String name = file.getFileName().toString().replaceFirst("\\.pid$", "");
            @Nullable String text = text("run/" + file.getFileName());
            if (text != null && text.matches("\\d+( \\d+)?")) {
                ProcessHandle.of(Long.parseLong(text.replaceFirst(" .*", "")))
                        .filter(ProcessHandle::isAlive)
                        .map(Installation::program)
                        .ifPresent(handle -> children.put(name, handle));
            }
        }
        return children;
    }

    /** The pid file names the shell that watches a program; people mean the program. */
    private static ProcessHandle program(ProcessHandle watcher) {
        return watcher.children()
                .filter(child -> !child.info().command().equals(watcher.info().command()))
                .findFirst()
                .orElse(watcher);
    }

    /** Whose logs there are. */
    List<String> logNames() {
        return list("logs", ".log").stream()
                .map(file -> file.getFileName().toString().replaceFirst("\\.log$", ""))
                .toList();
    }

    private List<Path> list(String below, String ending) {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private @Nullable String text(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException _) {
            return null;
        }
    }

    private List<String> lines(String file) {
        @Nullable String text = text(file);
        return text == null ? List.of() : text.lines().toList();
    }
}
