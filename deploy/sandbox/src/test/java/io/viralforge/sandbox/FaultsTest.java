package io.viralforge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.sandbox.Rig.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static final Fault FAULT = new Fault.Cut(When.BEFORE);
    private static final Operation TOKEN = Operation.GOOGLE_TOKEN;

    private final Faults faults = new Faults();

    @Test
    void theNextTheNthAndEveryNthRequestGoWrong() {
        faults.next(TOKEN, 2, FAULT);
        assertThat(taken(3)).isEqualTo("xx-");
        faults.nth(TOKEN, 3, FAULT);
        assertThat(taken(4)).isEqualTo("--x-");
        faults.every(TOKEN, 2, FAULT);
        assertThat(taken(5)).isEqualTo("-x-x-");
        faults.clear();
        assertThat(taken(2)).isEqualTo("--");
        assertThatThrownBy(() -> faults.next(TOKEN, 0, FAULT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFaultIsOfItsOperationAloneAndToldWhileItStands() {
        faults.next(Operation.GOOGLE_REVOKE, FAULT);
        assertThat(taken(1)).isEqualTo("-");
        assertThat(faults.standing()).singleElement().asString().contains("GOOGLE_REVOKE", "Cut");
    }

    @Test
    void aGatewaysErrorSaysWhenToComeAgain() throws Exception {
        try (Rig rig = new Rig()) {
            String token = rig.google("youtube");
            rig.sandbox
                    .faults()
                    .next(Operation.YOUTUBE_CHANNELS_LIST, new Fault.Answer(When.BEFORE, 503, Duration.ofSeconds(7)));
            Answer answer = rig.get("/youtube/v3/channels?part=id&mine=true", token);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(rig.sandbox.count(Operation.YOUTUBE_CHANNELS_LIST)).isEqualTo(1);
        }
    }

    @Test
    void aRequestWaitsAtItsGateWithTheEffectBehindIt() throws Exception {
        try (Rig rig = new Rig()) {
            String token = rig.google("youtube");
            String location =
                    rig.open(token, "{\"snippet\": {\"title\": \"Clip\"}}", 4).header("Location");
            Gate gate = rig.sandbox.faults().hold(Operation.YOUTUBE_UPLOAD_CHUNK, When.AFTER);
            CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> put(rig, location, token));
            gate.awaitArrival();
            assertThat(rig.sandbox.published()).hasSize(1);
            assertThat(sent).isNotDone();
            gate.open();
            assertThat(sent.join()).isEqualTo(201);
        }
    }

    private static int put(Rig rig, String location, String token) {
        try {
            return rig.put(location, token, "bytes 0-3/4", new byte[4]).status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String taken(int requests) {
        return IntStream.range(0, requests)
                .mapToObj(_ -> faults.take(TOKEN) == null ? "-" : "x")
                .reduce("", String::concat);
    }
}
