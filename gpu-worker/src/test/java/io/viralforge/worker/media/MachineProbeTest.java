package io.viralforge.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineProbeTest {
    @Test
    void onlyWhatWorkedIsListed() throws Exception {
        var found = new MachineProbe(TestFfmpeg.FFMPEG).probe();

        assertThat(found.encoders()).contains("libx264", "aac");
        assertThat(found.decoders()).contains("h264", "hevc", "vp8", "vp9");
        assertThat(found.cores()).isPositive();
        assertThat(found.memoryBytes()).isGreaterThan(1L << 28);
        assertThat(found.ffmpeg()).isEqualTo(TestFfmpeg.FFMPEG.version());
        // An encoder for a card is there only with the card, however much FFmpeg lists it.
        assertThat(found.encoders().stream().anyMatch(name -> name.endsWith("_nvenc"))
                        && found.gpus().isEmpty())
                .isFalse();
    }
}
