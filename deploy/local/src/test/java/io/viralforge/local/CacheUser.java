package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM that uses entries of a cache folder, until it is killed. */
record CacheUser(Process process) implements AutoCloseable {

    /** Starts it, and returns when it uses them. */
    static CacheUser start(Path... entries) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                Host.java().toString(), "-cp", System.getProperty("java.class.path"), CacheUser.class.getName()));
        Stream.of(entries).map(Path::toString).forEach(argv::add);
        Process process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(out.readLine()).isEqualTo("ready");
        return new CacheUser(process);
    }

    public static void main(String[] args) throws IOException {
        Stream.of(args).map(Path::of).forEach(CacheFolder::use);
        System.out.println("ready");
        System.out.flush();
        int _ = System.in.read();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
