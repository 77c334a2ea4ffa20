package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** A JVM that runs services and does nothing else, to be killed. */
record Parent(Process process) implements AutoCloseable {

    /** Starts it, and returns when its services are ready. */
    static Parent start(Path home, EnumSet<Service> which) throws IOException {
        List<String> argv = new ArrayList<>(
                List.of(Host.java().toString(), "-cp", System.getProperty("java.class.path"), Parent.class.getName()));
        argv.add(home.toString());
        which.forEach(service -> argv.add(service.name()));
        Process process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = out.readLine();
        if (!"ready".equals(line)) {
            throw new IOException("the parent said " + line);
        }
        return new Parent(process);
    }

    public static void main(String[] args) throws IOException {
        EnumSet<Service> which = EnumSet.noneOf(Service.class);
        Stream.of(args).skip(1).map(Service::valueOf).forEach(which::add);
        try (LocalServices services = LocalServices.start(Path.of(args[0]), which, StartListener.SILENT)) {
            assertThat(services.endpoints()).isNotNull();
            System.out.println("ready");
            System.in.read();
        }
    }

    /** Everything below it: shells, servers, and their own children. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
