package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.sandbox.Rig.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class YoutubeUploadTest {
    private static final int CHUNK = YoutubeUploads.CHUNK;
    private static final String METADATA = """
            {"snippet": {"title": "Clip"}, "status": {"privacyStatus": "public", "containsSyntheticMedia": true}}
            """;

    private final Rig rig;
    private final byte[] file = new byte[2 * CHUNK + 1000];
    private String token = "";

    YoutubeUploadTest() throws IOException {
        rig = new Rig();
        new Random(7).nextBytes(file);
    }

    @BeforeEach
    void connect() throws Exception {
        token = rig.google("youtube.upload");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatComesInChunksIsHeldAndThenAVideo() throws Exception {
        String location = location();
        Answer none = ask(location);
        assertThat(none.status()).isEqualTo(308);
        assertThat(none.header("Range")).isEmpty();
        Answer first = chunk(location, 0, CHUNK);
        assertThat(first.status()).isEqualTo(308);
        assertThat(first.header("Range")).isEqualTo("bytes=0-" + (CHUNK - 1));
        assertThat(ask(location).header("Range")).isEqualTo("bytes=0-" + (CHUNK - 1));
        Answer done = chunk(location, CHUNK, file.length);
        assertThat(done.status()).isEqualTo(201);
        assertThat(done.json().at("/snippet/title").asText()).isEqualTo("Clip");
        assertThat(done.json().at("/status/uploadStatus").asText()).isEqualTo("uploaded");
        assertThat(ask(location).json().path("id")).isEqualTo(done.json().path("id"));
        assertThat(published()).satisfies(video -> {
            assertThat(video.file().sha256())
                    .isEqualTo(HexFormat.of().formatHex(Intake.sha256().digest(file)));
            assertThat(video.file().head()).isEqualTo(HexFormat.of().formatHex(file, 0, 64));
            assertThat(video.disclosure()).isEqualTo("containsSyntheticMedia");
        });
    }

    @Test
    void metadataMayComePackedAsGooglesOwnClientSendsIt() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
            packing.write(METADATA.getBytes(StandardCharsets.UTF_8));
        }
        Answer opened =
                rig.send(rig.request("/resumable/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
        assertThat(chunk(opened.header("Location"), 0, file.length).status()).isEqualTo(201);
        assertThat(published().title()).isEqualTo("Clip");
    }

    @Test
    void aFileMayComeInOnePiece() throws Exception {
        Answer done = rig.send(rig.request(location())
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofByteArray(file)));
        assertThat(done.status()).isEqualTo(201);
        assertThat(published().file().length()).isEqualTo(file.length);
    }

    @Test
    void aChunkOfAnotherPlaceIsAnsweredWithWhatIsHeldAndChangesNothing() throws Exception {
        String location = location();
        chunk(location, 0, CHUNK);
        for (int from : new int[] {0, 2 * CHUNK}) {
            Answer wrong = chunk(location, from, Math.min(from + CHUNK, file.length));
            assertThat(wrong.status()).isEqualTo(308);
            assertThat(wrong.header("Range")).isEqualTo("bytes=0-" + (CHUNK - 1));
        }
        assertThat(chunk(location, CHUNK, file.length).status()).isEqualTo(201);
        assertThat(published().file().sha256())
                .isEqualTo(HexFormat.of().formatHex(Intake.sha256().digest(file)));
    }

    @Test
    void chunksThatAreAgainstTheRulesAreRefused() throws Exception {
        String location = location();
        assertThat(chunk(location, 0, CHUNK - 1).status()).isEqualTo(400);
        byte[] piece = Arrays.copyOf(file, CHUNK);
        assertThat(put(location, "bytes 0-99/" + file.length, piece)).isEqualTo(400);
        assertThat(put(location, "bytes 0-" + (CHUNK - 1) + "/" + (file.length + 1), piece))
                .isEqualTo(400);
        assertThat(put(location, "bytes 0-" + (CHUNK - 1) + "/100", piece)).isEqualTo(400);
        assertThat(put(location, "0-" + (CHUNK - 1) + "/" + file.length, piece)).isEqualTo(400);
        assertThat(ask(location).header("Range")).isEmpty();
        assertThat(rig.sandbox.published()).isEmpty();
    }

    @Test
    void anUploadLivesForAWeekAndIsItsChannelsAlone() throws Exception {
        String location = location();
        String other = rig.google(1, "youtube.upload");
        assertThat(rig.put(location, other, "bytes */" + file.length, new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(rig.put(location, "guessed", "bytes */" + file.length, new byte[0])
                        .status())
                .isEqualTo(401);
        rig.sandbox.clock().advance(Duration.ofDays(7).minusSeconds(1));
        token = rig.google("youtube.upload");
        assertThat(ask(location).status()).isEqualTo(308);
        rig.sandbox.clock().advance(Duration.ofSeconds(1));
        assertThat(ask(location).status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeUploadedIsRefusedAtOnce() throws Exception {
        assertThat(rig.open(token, "no JSON", 100).reason()).isEqualTo("invalidVideoMetadata");
        assertThat(rig.open(token, METADATA, 0).reason()).isEqualTo("badContent");
        assertThat(rig.open(token, METADATA, (256L << 30) + 1).reason()).isEqualTo("badContent");
        assertThat(rig.open(rig.google("youtube.readonly"), METADATA, 100).reason())
                .isEqualTo("insufficientPermissions");
        assertThat(rig.post("/upload/youtube/v3/videos?uploadType=resumable", token, METADATA)
                        .reason())
                .isEqualTo("missingRequiredParameter");
    }

    @Test
    void aProjectUploadsAHundredTimesADayOfThePacific() throws Exception {
        rig.sandbox.conditions().set(Condition.YOUTUBE_UPLOADS_A_DAY, 1000);
        for (int i = 0; i < 100; i++) {
            assertThat(rig.open(token, METADATA, 100).status()).isEqualTo(200);
        }
        Answer over = rig.open(token, METADATA, 100);
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.reason()).isEqualTo("quotaExceeded");
        // It is noon in California.
        rig.sandbox.clock().advance(Duration.ofHours(12).minusSeconds(1));
        token = rig.google("youtube.upload");
        assertThat(rig.open(token, METADATA, 100).reason()).isEqualTo("quotaExceeded");
        rig.sandbox.clock().advance(Duration.ofSeconds(1));
        assertThat(rig.open(token, METADATA, 100).status()).isEqualTo(200);
    }

    @Test
    void aChannelUploadsOnlySoMuchInADay() throws Exception {
        rig.sandbox.conditions().set(Condition.YOUTUBE_UPLOADS_A_DAY, 1);
        chunk(location(), 0, file.length);
        Answer over = rig.open(token, METADATA, 100);
        assertThat(over.status()).isEqualTo(400);
        assertThat(over.reason()).isEqualTo("uploadLimitExceeded");
        assertThat(rig.open(rig.google(1, "youtube.upload"), METADATA, 100).status())
                .isEqualTo(200);
    }

    @Test
    void aProjectThatWasNotAuditedPublishesToNobody() throws Exception {
        rig.sandbox.conditions().set(Condition.YOUTUBE_AUDITED, 0);
        chunk(location(), 0, file.length);
        assertThat(published().privacy()).isEqualTo("private");
    }

    @Test
    void anAnswerThatIsLostDoesNotUndoWhatWasDone() throws Exception {
        String location = location();
        rig.sandbox.faults().next(Operation.YOUTUBE_UPLOAD_CHUNK, new Fault.Cut(When.AFTER));
        assertThatThrownBy(() -> chunk(location, 0, file.length)).isInstanceOf(IOException.class);
        assertThat(ask(location).json().path("id").asText())
                .isEqualTo(published().id());
    }

    @Test
    void whatBreaksOffMidwayIsHeldInWholeBlocks() throws Exception {
        String location = location();
        rig.sandbox.faults().next(Operation.YOUTUBE_UPLOAD_CHUNK, new Fault.Cut(When.MIDWAY));
        assertThatThrownBy(() -> chunk(location, 0, file.length)).isInstanceOf(IOException.class);
        assertThat(ask(location).header("Range")).isEqualTo("bytes=0-" + (CHUNK - 1));
        assertThat(chunk(location, CHUNK, file.length).status()).isEqualTo(201);
        assertThat(published().file().sha256())
                .isEqualTo(HexFormat.of().formatHex(Intake.sha256().digest(file)));
    }

    @Test
    void whatIsCutBeforeNeverHappened() throws Exception {
        rig.sandbox.faults().next(Operation.YOUTUBE_UPLOAD_CHUNK, new Fault.Cut(When.BEFORE));
        String location = location();
        assertThatThrownBy(() -> chunk(location, 0, file.length)).isInstanceOf(IOException.class);
        assertThat(ask(location).header("Range")).isEmpty();
        assertThat(rig.sandbox.published()).isEmpty();
    }

    @Test
    void aStaleTokenAnExpiredUploadAndAUsedUpQuotaAreAnsweredAsSuch() throws Exception {
        String location = location();
        Faults faults = rig.sandbox.faults();
        faults.next(Operation.YOUTUBE_UPLOAD_CHUNK, new Fault.StaleToken());
        assertThat(chunk(location, 0, CHUNK).status()).isEqualTo(401);
        assertThat(chunk(location, 0, CHUNK).status()).isEqualTo(401);
        token = rig.google("youtube.upload");
        assertThat(chunk(location, 0, CHUNK).status()).isEqualTo(308);
        faults.next(Operation.YOUTUBE_UPLOAD_STATUS, new Fault.ExpiredUpload());
        assertThat(ask(location).status()).isEqualTo(404);
        assertThat(chunk(location, CHUNK, 2 * CHUNK).status()).isEqualTo(404);
        faults.next(Operation.YOUTUBE_UPLOAD_INIT, new Fault.OverQuota());
        assertThat(rig.open(token, METADATA, 100).reason()).isEqualTo("quotaExceeded");
        assertThat(rig.open(token, METADATA, 100).reason()).isEqualTo("quotaExceeded");
    }

    @Test
    void gigabytesPassThroughLittleMemory() throws Exception {
        long length = 256L << 20;
        String location = rig.open(token, METADATA, length).header("Location");
        long before = used();
        Answer done = rig.send(rig.put(
                        location,
                        "bytes 0-" + (length - 1) + "/" + length,
                        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(length)), length))
                .header("Authorization", "Bearer " + token));
        assertThat(done.status()).isEqualTo(201);
        assertThat(published().file().length()).isEqualTo(length);
        assertThat(used() - before).isLessThan(32L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            int given = (int) Math.min(count, left);
            left -= given;
            return given == 0 ? -1 : given;
        }
    }

    private String location() throws IOException, InterruptedException {
        Answer opened = rig.open(token, METADATA, file.length);
        assertThat(opened.status()).isEqualTo(200);
        return opened.header("Location");
    }

    private Answer chunk(String location, int from, int to) throws IOException, InterruptedException {
        return rig.put(
                location,
                token,
                "bytes " + from + "-" + (to - 1) + "/" + file.length,
                Arrays.copyOfRange(file, from, to));
    }

    private int put(String location, String range, byte[] bytes) throws IOException, InterruptedException {
        return rig.put(location, token, range, bytes).status();
    }

    private Answer ask(String location) throws IOException, InterruptedException {
        return rig.put(location, token, "bytes */" + file.length, new byte[0]);
    }

    private Published published() {
        assertThat(rig.sandbox.published()).hasSize(1);
        return rig.sandbox.published().getFirst();
    }
}
