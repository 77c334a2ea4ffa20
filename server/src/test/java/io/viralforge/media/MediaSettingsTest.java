package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viralforge.testing.TestServer;
import org.junit.jupiter.api.Test;

class MediaSettingsTest {
    @Test
    void eightGibibytesMayBeUploadedUnlessSaidOtherwise() {
        assertThat(TestServer.shared().bean(MediaSettings.class)).isEqualTo(new MediaSettings(8L << 30));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> new MediaSettings(0)).hasMessageContaining("max-upload-bytes");
    }
}
