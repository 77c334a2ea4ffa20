package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.NodeScript;
import io.viralforge.testing.PostOffice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The links in mails as a person follows them, in a real browser. The pictures are in target/mailed. */
@Tag("full")
class MailedPagesTest {
    private static final Path PICTURES = Path.of("target/mailed").toAbsolutePath();
    private static final String ADA = "ada@example.org";

    @Test
    void eachLinkLeadsToWhatItIsFor() throws IOException, InterruptedException {
        Optional<Path> browser = Stream.of("/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(browser.isPresent(), "no Chromium here");
        Files.createDirectories(PICTURES);
        try (PostOffice office = PostOffice.opened();
                Installation installation = Installation.start(1, office.settings());
                NodeScript walk = NodeScript.start(
                        "mailed.mjs",
                        installation.server.uri().toString(),
                        PICTURES.toString(),
                        browser.orElseThrow().toString())) {
            SignedIn operator = installation.setUp("op@example.org");
            installation.data(
                    operator,
                    "mutation { invitationCreate(input: {email: \"" + ADA + "\", role: CREATOR}) { mailedTo } }",
                    Map.of());
            walk.send(Map.of("token", PostOffice.token(office.await(ADA))));
            assertThat(await(walk, "invited").get("email").asText()).isEqualTo(ADA);

            await(walk, "again");
            String older = PostOffice.token(office.await("op@example.org"));
            String token = PostOffice.token(office.await("op@example.org"));
            assertThat(token).isNotEqualTo(older);
            walk.send(Map.of("token", token));
            JsonNode verified = await(walk, "verified");
            assertThat(verified.get("words").asText()).contains("op@example.org");
            assertThat(verified.get("hash").asText()).isEmpty();
            await(walk, "used");

            await(walk, "requested");
            walk.send(Map.of("token", PostOffice.token(office.await(ADA))));
            await(walk, "reset");
            JsonNode done = await(walk, "done");
            assertThat(done.get("isUnproven").asBoolean()).isFalse();
            assertThat(done.get("complaints")).isEmpty();
        }
    }

    private static JsonNode await(NodeScript walk, String event) throws InterruptedException {
        return walk.await(line -> line.get("event").asText().equals(event));
    }
}
