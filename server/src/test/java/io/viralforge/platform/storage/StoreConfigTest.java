package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreConfigTest {
    @Test
    void withoutSettingsObjectsLieOnThisMachine() {
        TestServer server = TestServer.shared();
        assertThat(server.bean(ObjectStoreConfig.class).objectStore()).isEqualTo("local");
        assertThat(server.bean(ObjectStore.class)).isInstanceOf(LocalObjectStore.class);
        S3Config s3 = server.bean(S3Config.class);
        assertThat(s3).isEqualTo(new S3Config(null, null, "us-east-1", null, null, null, false));
        assertThat(s3.endpointUri()).isNull();
        assertThat(s3.publicEndpointUri()).isNull();
        assertThatThrownBy(s3::requiredBucket).hasMessageContaining("VIRALFORGE_S3_BUCKET");
    }

    @Test
    void eachSettingIsRead() {
        Map<String, Object> settings = Map.of(
                "viralforge.object-store", "s3",
                "viralforge.objects-dir", "/srv/objects",
                "viralforge.s3.endpoint", "http://minio:9000",
                "viralforge.s3.public-endpoint", "https://files.example",
                "viralforge.s3.region", "eu-central-1",
                "viralforge.s3.bucket", "forge",
                "viralforge.s3.access-key", "who",
                "viralforge.s3.secret-key", "hush",
                "viralforge.s3.path-style", "true");
        try (TestServer server = TestServer.start(1, settings)) {
            assertThat(server.bean(ObjectStoreConfig.class)).isEqualTo(new ObjectStoreConfig("s3", "/srv/objects"));
            assertThat(server.bean(ObjectStore.class)).isInstanceOf(S3ObjectStore.class);
            S3Config s3 = server.bean(S3Config.class);
            assertThat(s3)
                    .isEqualTo(new S3Config(
                            "http://minio:9000",
                            "https://files.example",
                            "eu-central-1",
                            "forge",
                            "who",
                            "hush",
                            true));
            assertThat(s3.publicEndpointUri()).isEqualTo(URI.create("https://files.example"));
            assertThat(s3.toString()).doesNotContain("hush");
        }
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> new ObjectStoreConfig("S3", "x")).hasMessageContaining("local or s3");
        assertThatThrownBy(() -> new S3Config(null, null, "r", "b", "who", " ", false))
                .hasMessageContaining("belong together");
    }

    @Test
    void clientsAreSentToThePublicEndpoint() {
        try (S3ObjectStore store = new S3ObjectStore(new S3Config(
                "http://inner:9000", "https://files.example", "us-east-1", "forge", "who", "hush", true))) {
            ObjectKey key = ObjectStoreContract.key();
            assertThat(store.signGet(key, Download.bytes(), Duration.ofHours(1)).toString())
                    .startsWith("https://files.example/forge/" + key + "?");
            assertThat(store.signPart(key, "u", 1, 10, Duration.ofHours(1)).toString())
                    .startsWith("https://files.example/forge/" + key + "?");
        }
    }
}
