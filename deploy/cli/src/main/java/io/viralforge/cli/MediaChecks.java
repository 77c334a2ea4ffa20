package io.viralforge.cli;

import io.viralforge.worker.media.Ffmpeg;
import io.viralforge.worker.media.MachineProbe;
import io.viralforge.worker.media.MachineProbe.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the doctor finds out about media, by encoding and decoding. */
final class MediaChecks {
    private static final List<String> ENCODERS_NEEDED = List.of("libx264", "aac");

    List<Check> all() throws InterruptedException {
        Ffmpeg ffmpeg;
        try {
            ffmpeg = Eye.open().ffmpeg();
        } catch (Failure e) {
            return List.of(Check.fatal("FFmpeg", "none works", String.valueOf(e.getMessage())));
        }
        Capabilities can = new MachineProbe(ffmpeg).probe();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.good(
                "FFmpeg",
                ffmpeg.version() + ", " + ffmpeg.origin().name().toLowerCase(Locale.ROOT) + ": " + ffmpeg.program()));
        checks.add(encoders(can));
        checks.add(Check.good("Decoders", "worked: " + String.join(", ", can.decoders())));
        checks.add(gpu(can));
        return checks;
    }

    private static Check encoders(Capabilities can) {
        List<String> missing = ENCODERS_NEEDED.stream()
                .filter(name -> !can.encoders().contains(name))
                .toList();
        return missing.isEmpty()
                ? Check.good("Encoders", "worked: " + String.join(", ", can.encoders()))
                : Check.fatal(
                        "Encoders",
                        "failed: " + String.join(", ", missing),
                        "Nothing can be rendered: use the bundled FFmpeg or one with libx264.");
    }

    private static Check gpu(Capabilities can) {
        return can.gpus().isEmpty()
                ? Check.good("GPU", "none that works; renders use the CPU, which gives the same picture")
                : Check.good("GPU", String.join(", ", can.gpus()));
    }
}
