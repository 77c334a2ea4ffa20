package io.viralforge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.sandbox.Condition;
import io.viralforge.sandbox.Fault;
import io.viralforge.sandbox.Operation;
import io.viralforge.sandbox.Published;
import io.viralforge.sandbox.Sandbox;
import io.viralforge.sandbox.When;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is TikTok's own: it has no marker and no resumable sessions, but names a post before its first byte. */
final class TikTokTest {
    private static final int TWO_PIECES = (20 << 20) + 3;

    private static Sandbox sandbox;
    private static TestServer server;
    private PublishFixture fixture;
    private String account;

    @BeforeAll
    static void start() throws IOException {
        sandbox = PublishFixture.sandbox();
        server = PublishFixture.server(sandbox, 1, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
        sandbox.close();
    }

    @BeforeEach
    void member() {
        sandbox.faults().clear();
        fixture = new PublishFixture(server, sandbox);
        account = fixture.connected(PublishNetwork.TIKTOK);
    }

    @Test
    void aPostIsSentInPiecesAndDisclosed() {
        JsonNode live = live("In pieces", TWO_PIECES);

        Published post = posts("In pieces").getFirst();
        assertThat(post.file().length()).isEqualTo(TWO_PIECES);
        assertThat(post.privacy()).isEqualTo("SELF_ONLY");
        assertThat(post.disclosure()).contains("is_aigc");
        assertThat(live.get("url").isNull()).as("nobody else sees it").isTrue();
    }

    @Test
    void whateverAnswerIsLostThePostIsThereOnce() {
        Map<Operation, Integer> steps =
                Map.of(Operation.TIKTOK_DIRECT_INIT, 1, Operation.TIKTOK_UPLOAD_CHUNK, 1, Operation.TIKTOK_STATUS, 1);
        steps.forEach((operation, which) -> {
            for (When when : When.values()) {
                sandbox.faults().nth(operation, which, new Fault.Cut(when));
                String title = operation + " " + when;
                // So many posts are let begin in a minute with one token.
                fixture.connected(PublishNetwork.TIKTOK);
                live(title, 300_000);
                assertThat(posts(title)).as(title).hasSize(1);
            }
        });
    }

    @Test
    void anUploadWhoseHourIsOverBeforeItsEndIsBegunAnew() {
        sandbox.faults().nth(Operation.TIKTOK_UPLOAD_CHUNK, 2, new Fault.ExpiredUpload());
        live("Anew", TWO_PIECES);
        assertThat(posts("Anew")).hasSize(1);
    }

    @Test
    void aRefreshTokenThatIsReplacedIsKept() {
        for (int time = 0; time < 3; time++) {
            sandbox.faults().next(Operation.TIKTOK_CREATOR_INFO, new Fault.StaleToken());
            live("Refreshed " + time, 300_000);
        }
    }

    @Test
    void whatTikTokRejectsSaysWhy() {
        sandbox.faults().next(Operation.TIKTOK_PROCESSING, new Fault.Spoil("FAILED", "duration_check"));
        String id = fixture.approved(account, fixture.clip(300_000), "Too long");

        JsonNode failed = fixture.until(id, PublicationState.FAILED);

        assertThat(failed.at("/trouble/kind").asText()).isEqualTo("REJECTED");
        assertThat(failed.at("/trouble/message").asText()).contains("duration");
    }

    @Test
    void aRefusalBeforeTheFirstByteFailsAndCanBeTriedAgain() {
        sandbox.conditions().set(Condition.TIKTOK_AUDITED, 0);
        String id = fixture.approved(account, fixture.clip(300_000), "Refused first");

        JsonNode failed = fixture.until(id, PublicationState.FAILED);
        sandbox.conditions().set(Condition.TIKTOK_AUDITED, 1);

        assertThat(failed.at("/trouble/kind").asText()).isEqualTo("REFUSED");
        assertThat(failed.at("/trouble/blame").asText()).isEqualTo("OPERATOR");
        fixture.mutate("publicationRetry", id);
        fixture.until(id, PublicationState.LIVE);
        assertThat(posts("Refused first")).hasSize(1);
    }

    private JsonNode live(String title, int bytes) {
        return fixture.until(fixture.approved(account, fixture.clip(bytes), title), PublicationState.LIVE);
    }

    private static List<Published> posts(String title) {
        return sandbox.published().stream()
                .filter(post ->
                        post.title().startsWith(title + "\n") || post.title().equals(title))
                .toList();
    }
}
