package io.viralforge.cli;

import io.viralforge.worker.media.Ffmpeg;
import io.viralforge.worker.media.MachineProbe;
import io.viralforge.worker.media.MachineProbe.Capabilities;
import io.viralforge.worker.media.Typeface;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the doctor finds out about media, by encoding, decoding and drawing. */
final class MediaChecks {
    private static final List<String> ENCODERS_NEEDED = List.of("libx264", "aac");

    /** A writing that the bundled font lacks, a word in it, and the Debian package with a font that has it. */
    private record Writing(String name, String word, String debian) {}

    private static final List<Writing> WRITINGS = List.of(
            new Writing("Chinese", "漢字", "fonts-noto-cjk"),
            new Writing("Japanese", "かな", "fonts-noto-cjk"),
            new Writing("Korean", "한글", "fonts-noto-cjk"),
            new Writing("Arabic", "كلمة", "fonts-noto-core"),
            new Writing("Hebrew", "מלה", "fonts-noto-core"),
            new Writing("Devanagari", "शब्द", "fonts-noto-core"),
            new Writing("Thai", "คำ", "fonts-noto-core"));

    List<Check> all() throws InterruptedException {
        List<Check> checks = new ArrayList<>(ffmpeg());
        checks.add(captions());
        return checks;
    }

    private static Check captions() {
        Typeface typeface;
        try {
            typeface = Typeface.load(System.getenv());
        } catch (IOException e) {
            return Check.fatal("Captions", "cannot be drawn", "No worker starts. " + e.getMessage());
        }
        List<Writing> missing = WRITINGS.stream()
                .filter(writing -> !typeface.drawable(writing.word()).equals(writing.word()))
                .toList();
        return missing.isEmpty()
                ? Check.good("Captions", "drawn, in all writings that were tried")
                : Check.lacking(
                        "Captions",
                        "drawn, but no font has " + each(missing, Writing::name, ", "),
                        "Captions lose such characters. On Debian and its kin: apt install "
                                + each(missing, Writing::debian, " "));
    }

    private static String each(List<Writing> writings, Function<Writing, String> part, String separator) {
        return writings.stream().map(part).distinct().collect(Collectors.joining(separator));
    }

    private static List<Check> ffmpeg() throws InterruptedException {
        Ffmpeg ffmpeg;
        try {
            ffmpeg = Eye.find();
        } catch (Failure e) {
            return List.of(Check.fatal("FFmpeg", "none works", String.valueOf(e.getMessage())));
        }
        Capabilities can = new MachineProbe(ffmpeg).probe();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.good(
                "FFmpeg",
                ffmpeg.version() + ", " + ffmpeg.origin().name().toLowerCase(Locale.ROOT) + ": " + command(ffmpeg)));
        checks.add(encoders(can));
        checks.add(Check.good("Decoders", "worked: " + String.join(", ", can.decoders())));
        checks.add(gpu(can));
        return checks;
    }

    /** As a shell runs it. */
    private static String command(Ffmpeg ffmpeg) {
        @Nullable Path libraries = ffmpeg.libraries();
        if (libraries == null) {
            return quoted(ffmpeg.program());
        }
        String variable = System.getProperty("os.name").startsWith("Mac") ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
        return variable + "=" + quoted(libraries) + " " + quoted(ffmpeg.program());
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w/.,+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
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
