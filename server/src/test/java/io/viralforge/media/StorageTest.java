package io.viralforge.media;

import static io.viralforge.media.Uploader.bytes;
import static io.viralforge.media.Uploader.errors;
import static io.viralforge.media.Uploader.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class StorageTest {
    private static final long MOST = 1L << 40;

    private final TestServer server = TestServer.shared();
    private final Uploader ann = new Uploader(server);

    @Test
    void uploadsBeginWhereThereIsRoomForThem() {
        leave(100);
        assertThat(started(bytes(101))).containsExactly("STORAGE_FULL@input.bytes");
        byte[] content = bytes(60);
        JsonNode upload = ann.start(content);
        assertThat(used()).as("what is announced counts").isEqualTo(MOST - 40);
        assertThat(started(bytes(41))).containsExactly("STORAGE_FULL@input.bytes");
        ann.cancel(upload.get("id").asText());
        assertThat(used()).isEqualTo(MOST - 100);

        ann.upload(content);
        assertThat(used()).isEqualTo(MOST - 40);
        ann.upload(bytes(40));
        ann.upload(content);
        assertThat(used()).as("what is there already takes no room").isEqualTo(MOST);
        assertThat(started(bytes(1))).containsExactly("STORAGE_FULL@input.bytes");
    }

    @Test
    void thoseWhoBeginAtOnceShareTheRoom() throws Exception {
        leave(100);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> started(bytes(40)));
            }
            int begun = 0;
            for (var task : threads.invokeAll(tasks)) {
                begun += task.get().isEmpty() ? 1 : 0;
            }
            assertThat(begun).isEqualTo(2);
        }
        assertThat(used()).isEqualTo(MOST - 20);
    }

    @Test
    void whatWasRenderedIsKeptAllTheSame() {
        leave(10);
        byte[] content = bytes(100);
        Outcome<UUID> begun = ann.inStudio(tx -> server.bean(Uploads.class)
                .startOutput(tx, ann.studio(), "short.mp4", content.length, Uploader.sha256(content)));
        assertThat(begun).isInstanceOf(Outcome.Done.class);
        assertThat(used()).isEqualTo(MOST + 90);
    }

    @Test
    void nothingIsReadAloudWhereThereIsNoRoomForIt() {
        leave(0);
        assertThat(errors(server.data(
                                ann.member,
                                "mutation { voiceSpeak(input: {text: \"Hello.\"}) { userErrors { code path } } }")
                        .get("voiceSpeak")))
                .containsExactly("STORAGE_FULL@input");
    }

    /** Has the studio keep so much that there is room for so many bytes more. */
    private void leave(long bytes) {
        server.sql()
                .doInStudio(
                        ann.studio(),
                        tx -> tx.update(
                                "INSERT INTO blob (studio_id, sha256, bytes, storage_key, created_at) VALUES (?, ?, ?, ?, now())",
                                ann.studio(),
                                "0".repeat(64),
                                MOST - bytes,
                                ann.studio() + "/" + UUID.randomUUID()));
    }

    private List<String> started(byte[] content) {
        return errors(ann.start(input(content), UUID.randomUUID().toString()));
    }

    private long used() {
        JsonNode use =
                server.data(ann.member, "{ storageUse { bytes maxBytes } }").get("storageUse");
        assertThat(use.get("maxBytes").asLong()).isEqualTo(MOST);
        return use.get("bytes").asLong();
    }
}
