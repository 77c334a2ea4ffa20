package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsSetByDefault() {
        IdentityConfig config = TestServer.shared().bean(IdentityConfig.class);
        assertThat(config.publicAddress()).isNull();
        assertThat(config.setupLink()).isNull();
        assertThat(config.localSession()).isNull();
    }

    @Test
    void everySettingHasAnEnvironmentVariable() throws IOException {
        Path key = folder.resolve("secrets/master-key");
        try (TestServer server = TestServer.start(
                1,
                Map.of(
                        "VIRALFORGE_PUBLIC_URL",
                        "https://studio.example/",
                        "VIRALFORGE_SETUP_LINK_FILE",
                        folder.resolve("setup-link").toString(),
                        "VIRALFORGE_LOCAL_SESSION_FILE",
                        folder.resolve("local-session").toString(),
                        "viralforge.master-key",
                        "",
                        "VIRALFORGE_MASTER_KEY_FILE",
                        key.toString(),
                        "VIRALFORGE_MASTER_KEY_FILE_CREATE",
                        "true"))) {
            IdentityConfig config = server.bean(IdentityConfig.class);
            assertThat(config.publicAddress()).isEqualTo(URI.create("https://studio.example"));
            assertThat(config.setupLink())
                    .isEqualTo(folder.resolve("setup-link"))
                    .exists();
            assertThat(config.localSession())
                    .isEqualTo(folder.resolve("local-session"))
                    .exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }
}
