package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.testing.TestServer;
import org.junit.jupiter.api.Test;

class MediaConfigTest {
    @Test
    void eightGibibytesMayBeUploadedAndATebibyteKeptUnlessSaidOtherwise() {
        assertThat(TestServer.shared().bean(MediaConfig.class)).isEqualTo(new MediaConfig(8L << 30, 1L << 40));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> new MediaConfig(0, 0)).hasMessageContaining("max-upload-bytes");
        assertThatThrownBy(() -> new MediaConfig(1, -1)).hasMessageContaining("max-studio-bytes");
    }
}
