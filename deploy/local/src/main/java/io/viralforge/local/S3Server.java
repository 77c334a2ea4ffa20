package io.viralforge.local;

import io.viralforge.local.ChildProcess.Command;
import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.S3;
import io.viralforge.local.StartListener.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** S3Proxy over plain folders, one for each bucket: a small S3 that checks signatures, for tests. */
final class S3Server {
    private static final String NAME = Service.S3.id();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private S3Server() {}

    static LocalServer start(RunFolder folder, StartProgress progress) {
        List<Path> jars = JarFolder.jars(NAME);
        Login key = new Login("viralforge", folder.secrets().secret(NAME));
        progress.enter(Phase.START);
        PortRace.Won won = new PortRace(folder, NAME, START_LIMIT)
                .start(port -> Command.of(
                        NAME,
                        List.of(
                                Host.java().toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                jars.getFirst().toString(),
                                "--properties",
                                configuration(folder, port, key).toString()),
                        Map.of(),
                        ".Server@"));
        progress.enter(Phase.READY);
        URI uri = URI.create("http://127.0.0.1:" + won.port());
        return new LocalServer(Service.S3, new S3(uri, key, "us-east-1"), won.process(), STOP_PATIENCE);
    }

    /** Where the buckets lie: a folder made here is a bucket. */
    static Path buckets(RunFolder folder) {
        return folder.path().resolve(NAME).resolve("buckets");
    }

    private static Path configuration(RunFolder folder, int port, Login key) {
        String text = """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, key.user(), key.password(), buckets(folder));
        try {
            Files.createDirectories(
                    Folders.createPrivate(folder.path().resolve(NAME)).resolve("buckets"));
            return Folders.writePrivate(folder.path().resolve(NAME).resolve("s3proxy.properties"), text);
        } catch (IOException e) {
            throw LocalServicesException.disk("The folder of S3Proxy cannot be written", e);
        }
    }
}
