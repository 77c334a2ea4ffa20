package io.viralforge.worker.media;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what this machine can do, by doing it: an encoder counts when it has encoded a frame, a decoder when it has
 * decoded one. What FFmpeg lists proves nothing: it lists NVENC on machines without a GPU.
 */
public final class MachineProbe {
    /**
     * What was found.
     *
     * @param cores that may be used
     * @param memoryBytes that may be used, containers' limits included
     * @param gpus names of those that worked, each with its memory, in the order of their numbers
     * @param encoders that encoded a frame, such as libx264
     * @param decoders that decoded a frame, such as h264
     * @param ffmpeg its version
     */
    public record Capabilities(
            int cores,
            long memoryBytes,
            List<String> gpus,
            List<String> encoders,
            List<String> decoders,
            String ffmpeg) {
        public Capabilities {
            gpus = List.copyOf(gpus);
            encoders = List.copyOf(encoders);
            decoders = List.copyOf(decoders);
        }
    }

    private static final Child.Bounds BOUNDS =
            new Child.Bounds(Duration.ofSeconds(15), Duration.ofSeconds(15), Long.MAX_VALUE, null, Long.MAX_VALUE);

    private static final List<String> VIDEO_ENCODERS = List.of(
            "libx264", "libx265", "h264_nvenc", "hevc_nvenc", "av1_nvenc", "h264_videotoolbox", "hevc_videotoolbox");

    private static final List<String> AUDIO_ENCODERS = List.of("aac");

    /** Coding, the encoder that makes a sample of it, and the decoders that are tried on that. */
    private static final Map<String, Map.Entry<String, List<String>>> DECODERS = decoders();

    private final Ffmpeg ffmpeg;

    public MachineProbe(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    private static Map<String, Map.Entry<String, List<String>>> decoders() {
        var decoders = new LinkedHashMap<String, Map.Entry<String, List<String>>>();
        decoders.put("h264", Map.entry("libx264", List.of("h264", "h264_cuvid")));
        decoders.put("hevc", Map.entry("libx265", List.of("hevc", "hevc_cuvid")));
        decoders.put("vp8", Map.entry("libvpx", List.of("vp8", "vp8_cuvid")));
        decoders.put("vp9", Map.entry("libvpx-vp9", List.of("vp9", "vp9_cuvid")));
        decoders.put("av1", Map.entry("libaom-av1", List.of("libaom-av1", "libdav1d", "av1_cuvid")));
        return decoders;
    }

    /** Tries everything; takes a few seconds. */
    public Capabilities probe() throws InterruptedException {
        return OwnThread.call("machine-probe", () -> {
            Path folder = Files.createTempDirectory("forge-probe");
            try {
                return new Capabilities(
                        Runtime.getRuntime().availableProcessors(),
                        memory(),
                        gpus(folder),
                        encoders(folder),
                        decoders(folder),
                        ffmpeg.version());
            } finally {
                delete(folder);
            }
        });
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private List<String> encoders(Path folder) throws IOException, InterruptedException {
        var working = new ArrayList<String>();
        for (String encoder : VIDEO_ENCODERS) {
            if (works(folder, testPicture(), List.of("-c:v", encoder, "-f", "null", "-"))) {
                working.add(encoder);
            }
        }
        for (String encoder : AUDIO_ENCODERS) {
            if (works(folder, testSound(), List.of("-c:a", encoder, "-f", "null", "-"))) {
                working.add(encoder);
            }
        }
        return working;
    }

    private List<String> decoders(Path folder) throws IOException, InterruptedException {
        var working = new ArrayList<String>();
        for (var coding : DECODERS.entrySet()) {
            Path sample = folder.resolve(coding.getKey() + ".mkv");
            String encoder = coding.getValue().getKey();
            // Real-time settings: libaom takes seconds otherwise.
            var encode = new ArrayList<>(List.of("-c:v", encoder));
            encode.addAll(encoder.equals("libaom-av1") ? List.of("-usage", "realtime", "-cpu-used", "8") : List.of());
            encode.addAll(List.of("-f", "matroska", Commands.url(sample)));
            if (!works(folder, testPicture(), encode)) {
                continue;
            }
            for (String decoder : coding.getValue().getValue()) {
                var input = List.of("-xerror", "-c:v", decoder, "-f", "matroska", "-i", Commands.url(sample));
                if (works(folder, input, List.of("-frames:v", "1", "-f", "null", "-"))) {
                    working.add(decoder);
                }
            }
        }
        return working;
    }

    /** Those that FFmpeg can open, in the order of their numbers, by the names that their driver knows. */
    private List<String> gpus(Path folder) throws IOException, InterruptedException {
        int count = 0;
        while (works(folder, onGpu(count), List.of("-f", "null", "-"))) {
            count++;
        }
        if (count == 0) {
            return List.of();
        }
        var names = new ArrayList<String>();
        try {
            var command = List.of("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader");
            Child.run(command, Map.of(), folder, BOUNDS, names::add, line -> {});
        } catch (IOException noSuchTool) {
            names.clear();
        }
        return names.size() == count ? names : Collections.nCopies(count, "CUDA device");
    }

    private static List<String> onGpu(int number) {
        var arguments = new ArrayList<>(List.of("-init_hw_device", "cuda=gpu:" + number));
        arguments.addAll(testPicture());
        return arguments;
    }

    private static List<String> testPicture() {
        // Hardware encoders refuse pictures much smaller than this.
        return List.of("-f", "lavfi", "-i", "color=c=gray:s=320x240:r=30:d=0.1");
    }

    private static List<String> testSound() {
        return List.of("-f", "lavfi", "-i", "sine=d=0.1");
    }

    private boolean works(Path folder, List<String> input, List<String> output)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-y", "-loglevel", "error"));
        arguments.addAll(input);
        arguments.addAll(output);
        return Child.run(ffmpeg.programCommand(arguments), ffmpeg.environment(), folder, BOUNDS, l -> true, l -> {})
                .isSuccess();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
