package io.viralforge.worker.media;

import io.viralforge.recipe.CaptionFormat;
import io.viralforge.recipe.Cue;
import io.viralforge.worker.model.Models;
import io.viralforge.worker.speech.Judgement;
import io.viralforge.worker.speech.Kevin;
import io.viralforge.worker.speech.Speech;
import io.viralforge.worker.speech.Transcript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How well and how fast speech is heard: a machine's voice, of which is known when it says each word, and clips with what
 * is said in them. Writes JSON.
 *
 * <p>Arguments: folder of models, commit, file for the result, and for each clip two more: it, and a text (WebVTT where it
 * ends in .vtt).
 */
public final class SpeechBench {
    private static final String STORY = """
            The morning was cold and bright. A small boat left the harbor, and the old man looked at the water for a long
            time. Nobody knew where he was going. When the wind came up, he turned the boat around. We waited on the beach
            until evening, and then we walked home without a word.""";

    private final Speech speech;
    private final List<String> lines = new ArrayList<>();

    private SpeechBench(Speech speech) {
        this.speech = speech;
    }

    public static void main(String[] args) throws Exception {
        var bench = new SpeechBench(Objects.requireNonNull(Speech.of(new Models(Path.of(args[0])))));
        Kevin.Speaking said = Kevin.say(STORY);
        bench.judge("machine's voice", said.samples(), said.words());
        for (int i = 3; i + 1 < args.length; i += 2) {
            Path clip = Path.of(args[i]);
            bench.judge(clip.getFileName().toString(), samples(clip), Judgement.words(text(Path.of(args[i + 1]))));
        }
        String result =
                "{\"commit\": \"%s\", \"clips\": [\n%s\n]}\n".formatted(args[1], String.join(",\n", bench.lines));
        Files.writeString(Path.of(args[2]), result);
        System.out.print(result);
    }

    private void judge(String name, ShortBuffer samples, List<Kevin.Spoken> said) throws Exception {
        speech.hear(samples, share -> {}); // Loads and warms up.
        long start = System.nanoTime();
        Transcript heard = speech.hear(samples, share -> {});
        double took = (System.nanoTime() - start) / 1e9;
        double seconds = (double) samples.remaining() / Speech.SAMPLE_RATE;
        Judgement judgement = Judgement.of(heard, said);
        lines.add(String.format(
                Locale.ROOT,
                "  {\"clip\": \"%s\", \"seconds\": %.1f, \"words\": %d, \"wordErrorRate\": %.3f, \"medianOnsetError\": %s,"
                        + " \"timesRealTime\": %.1f, \"heard\": \"%s\"}",
                name,
                seconds,
                said.size(),
                judgement.wordErrorRate(),
                Double.isNaN(judgement.medianOnsetError())
                        ? "null"
                        : String.format(Locale.ROOT, "%.3f", judgement.medianOnsetError()),
                seconds / took,
                heard.text().replace("\"", "")));
    }

    private static ShortBuffer samples(Path clip) {
        byte[] sound = TestFfmpeg.bytes(
                "-i",
                clip.toString(),
                "-vn",
                "-ac",
                "1",
                "-ar",
                Integer.toString(Speech.SAMPLE_RATE),
                "-f",
                "s16le",
                "-");
        return ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }

    private static String text(Path file) throws Exception {
        String text = Files.readString(file);
        return file.toString().endsWith(".vtt")
                ? CaptionFormat.VTT.parse(text, Duration.ZERO, Duration.ofDays(1)).stream()
                        .map(Cue::text)
                        .collect(Collectors.joining(" "))
                : text;
    }
}
