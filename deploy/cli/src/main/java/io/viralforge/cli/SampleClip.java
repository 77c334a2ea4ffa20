package io.viralforge.cli;

import io.viralforge.types.CaptionsInput;
import io.viralforge.worker.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A clip of the project's own, so that a demo needs nothing: colours that drift, and a soft chord. */
final class SampleClip {
    private static final long LIMIT_SECONDS = 60;

    private static final String PICTURE =
            "gradients=size=1280x720:rate=30:duration=8:speed=0.03:type=spiral:n=4:seed=7:"
                    + "c0=0x0b1d51:c1=0x725cad:c2=0x8ccdeb:c3=0xffe3a9";
    private static final String SOUND = "aevalsrc=exprs='0.09*(sin(2*PI*220*t)+sin(2*PI*277.18*t)+sin(2*PI*329.63*t))"
            + "*(0.75+0.25*sin(2*PI*0.5*t))':sample_rate=48000:duration=8,afade=in:d=0.6,afade=out:st=7:d=1";

    private static final String WORDS = """
            WEBVTT

            00:00.300 --> 00:02.400
            A clip goes in.

            00:02.600 --> 00:05.000
            Cropped, captioned, levelled.

            00:05.200 --> 00:07.700
            A vertical short comes out.
            """;

    private SampleClip() {}

    static CaptionsInput captions() {
        return CaptionsInput.vtt(WORDS);
    }

    /**
     * Makes it in a folder.
     *
     * @return viralforge-sample.mp4
     */
    static Path make(Ffmpeg ffmpeg, Path folder) throws InterruptedException {
        Path clip = folder.resolve("viralforge-sample.mp4");
        List<String> command = List.of(
                ffmpeg.program().toString(),
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-f",
                "lavfi",
                "-i",
                SOUND,
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-b:a",
                "128k",
                "-shortest",
                "-movflags",
                "+faststart",
                clip.toString());
        try {
            Path log = folder.resolve("viralforge-sample.log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Path libraries = ffmpeg.libraries();
            if (libraries != null) {
                builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
                builder.environment().put("DYLD_LIBRARY_PATH", libraries.toString());
            }
            Process process = builder.start();
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new Failure(
                            Exit.FAILED,
                            "FFmpeg could not make the sample clip: "
                                    + Files.readString(log).strip());
                }
            } finally {
                process.destroyForcibly();
            }
            return clip;
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "The sample clip could not be made: " + e.getMessage(), e);
        }
    }
}
