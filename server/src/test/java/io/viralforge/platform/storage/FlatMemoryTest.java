package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.Main;
import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import io.viralforge.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with far less memory than the file has bytes. */
@Tag("full")
class FlatMemoryTest {
    /** Beyond what fits into 32 bits. */
    private static final long BYTES = (4L << 30) + 3;

    private static final Duration AN_HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Process server;
    private URI address;

    @BeforeEach
    void startSmallServer() throws IOException {
        Endpoints.Postgres database = TestServer.shared().database();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=48m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dmicronaut.server.port=-1",
                "-Ddatasources.default.maximum-pool-size=2",
                "-Dviralforge.objects-dir=" + folder,
                "-Dviralforge.postgres.owner-user=" + database.owner().user(),
                "-Dviralforge.postgres.owner-password=" + database.owner().password(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment().put("VIRALFORGE_POSTGRES_URL", database.jdbcUrl());
        builder.environment().put("VIRALFORGE_POSTGRES_USER", database.app().user());
        builder.environment().put("VIRALFORGE_POSTGRES_PASSWORD", database.app().password());
        builder.environment()
                .put("VIRALFORGE_REDIS_URI", TestServices.redis().uri().toString());
        builder.environment().put("VIRALFORGE_MASTER_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        server = builder.redirectErrorStream(true).start();
        BufferedReader log = server.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            int at = line.indexOf("Server Running: ");
            if (at >= 0) {
                address = URI.create(
                        line.substring(at + "Server Running: ".length()).strip());
                Thread.ofVirtual().start(() -> log.lines().forEach(more -> {}));
                return;
            }
        }
        throw new AssertionError(said);
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    @Test
    void aPartOfFourGibibytesIsSentAndFetchedByAServerOfAHundredMebibytes() throws IOException {
        LocalObjectStore store = new LocalObjectStore(folder, InstantSource.system());
        ObjectKey key = new ObjectKey(UUID.randomUUID(), UUID.randomUUID());
        String upload = store.start(key);
        HttpURLConnection put = open(store.signPart(key, upload, 1, BYTES, AN_HOUR));
        put.setRequestMethod("PUT");
        put.setDoOutput(true);
        put.setFixedLengthStreamingMode(BYTES);
        byte[] buffer = new byte[1 << 20];
        try (OutputStream out = put.getOutputStream()) {
            for (long left = BYTES; left > 0; left -= buffer.length) {
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
        assertThat(put.getResponseCode()).isEqualTo(200);
        List<Part> parts = store.parts(key, upload);
        assertThat(parts).extracting(Part::bytes).containsExactly(BYTES);
        store.complete(key, upload, parts);

        HttpURLConnection get = open(store.signGet(key, Download.bytes(), AN_HOUR));
        assertThat(get.getContentLengthLong()).isEqualTo(BYTES);
        long read = 0;
        try (InputStream in = get.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read += n;
            }
        }
        assertThat(read).isEqualTo(BYTES);

        HttpURLConnection tail = open(store.signGet(key, Download.bytes(), AN_HOUR));
        tail.setRequestProperty("Range", "bytes=" + (4L << 30) + "-");
        try (InputStream in = tail.getInputStream()) {
            assertThat(in.readAllBytes()).hasSize(3);
        }
        assertThat(server.isAlive()).isTrue();
    }

    private HttpURLConnection open(URI signed) throws IOException {
        return (HttpURLConnection) address.resolve(signed).toURL().openConnection();
    }
}
