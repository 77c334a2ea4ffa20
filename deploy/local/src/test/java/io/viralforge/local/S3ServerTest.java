package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class S3ServerTest {
    @Test
    void aRequestWithoutASignatureIsRefused() throws Exception {
        String bucket = TestServices.freshBucket();
        HttpRequest request = HttpRequest.newBuilder(TestServices.s3().uri().resolve("/" + bucket + "/clip.mp4"))
                .PUT(HttpRequest.BodyPublishers.ofString("bytes"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(403);
        }
    }
}
