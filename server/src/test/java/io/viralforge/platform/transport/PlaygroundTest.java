package io.viralforge.platform.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.NodeScript;
import io.viralforge.testing.TestFolder;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages as a person uses them, in a real browser. The pictures are in target/playground. */
@Tag("full")
class PlaygroundTest {
    private static final Path PICTURES = Path.of("target/playground").toAbsolutePath();

    @Test
    void theFirstOperatorGetsFromTheLinkToARunningSubscription() throws IOException, InterruptedException {
        String browser = browser();
        Path link = TestFolder.create().resolve("link");
        try (TestServer server = TestServer.start(1, Map.of("viralforge.setup-link-file", link.toString()));
                NodeScript walk = NodeScript.start(
                        "playground.mjs",
                        server.uri().toString(),
                        server.uri() + "/setup#"
                                + Files.readString(link).strip().replaceAll(".*#", ""),
                        PICTURES.toString(),
                        browser)) {
            JsonNode setup = await(walk, "setup");
            assertThat(setup.get("hash").asText()).isEmpty();
            assertThat(setup.get("focused").asText()).isEqualTo("password");
            assertThat(await(walk, "signed-in").get("who").asText()).isEqualTo("Ada · Engines · admin");
            assertThat(await(walk, "query").get("answer").asText()).contains("\"isAwaitingOperator\": false");
            await(walk, "subscribing");
            UUID studio = server.sql()
                    .everywhere(tx -> tx.one("SELECT id FROM studio WHERE name = 'Engines'", row -> row.uuid("id")));
            server.sql()
                    .doInStudio(
                            studio,
                            tx -> tx.update(
                                    "INSERT INTO outbox (studio_id, topic, subject, payload) VALUES (?, 'JOB', ?, ?::jsonb)",
                                    studio,
                                    UUID.randomUUID(),
                                    "{\"state\": \"QUEUED\", \"attempt\": 0, \"kind\": \"RENDER\"}"));
            walk.send(Map.of("written", true));
            assertThat(await(walk, "subscription").get("answer").asText()).contains("cursor");
            JsonNode offered = await(walk, "offered");
            assertThat(offered.get("words").asText())
                    .contains("Ada · Looms · admin · ada@example.org", "Ada · Engines");
            assertThat(offered.get("who").asText()).contains("Engines");
            assertThat(offered.get("url").asText()).doesNotContain("token");
            assertThat(await(walk, "declined").get("who").asText()).contains("Engines");
            JsonNode alone = await(walk, "offered-alone");
            assertThat(alone.get("words").asText()).contains("Looms").doesNotContain("takes the place");
            assertThat(alone.get("who").asText()).isEqualTo("Not signed in");
            assertThat(await(walk, "taken").get("who").asText()).contains("Looms");
            JsonNode nothing = await(walk, "offered-nothing");
            assertThat(nothing.get("words").asText()).contains("None that is good");
            assertThat(nothing.get("isUsable").asBoolean()).isFalse();
            JsonNode used = await(walk, "used-link");
            assertThat(used.get("intro").asText()).contains("has been used");
            assertThat(used.get("isForm").asBoolean()).isFalse();
            assertThat(await(walk, "done").get("complaints")).isEmpty();
        }
    }

    @Test
    void aPersonSetsUpAnAppAndAPasskeyAndSignsInByEach() throws IOException, InterruptedException {
        String browser = browser();
        Path link = TestFolder.create().resolve("link");
        try (TestServer server = TestServer.start(1, Map.of("viralforge.setup-link-file", link.toString()))) {
            // Without a public address passkeys belong to localhost.
            String here = "http://localhost:" + server.uri().getPort();
            try (NodeScript walk = NodeScript.start(
                    "factors.mjs",
                    here,
                    here + "/setup#" + Files.readString(link).strip().replaceAll(".*#", ""),
                    PICTURES.toString(),
                    browser)) {
                assertThat(await(walk, "set-up").get("codes").asInt()).isEqualTo(10);
                await(walk, "signed-in");
                JsonNode done = await(walk, "done");
                assertThat(done.get("passkeys").asInt()).isZero();
                assertThat(done.get("complaints")).isEmpty();
            }
        }
    }

    private static String browser() throws IOException {
        Optional<Path> browser = Stream.of("/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(browser.isPresent(), "no Chromium here");
        Files.createDirectories(PICTURES);
        return browser.orElseThrow().toString();
    }

    private static JsonNode await(NodeScript walk, String event) throws InterruptedException {
        return walk.await(line -> line.get("event").asText().equals(event));
    }
}
