package io.viralforge.worker.speech;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.viralforge.worker.model.Model;
import io.viralforge.worker.model.ModelFile;
import io.viralforge.worker.model.Models;
import io.viralforge.worker.speech.Moonshine.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speech to text, for English. The same sound gives the same words. May be used by several threads. */
public final class Speech {
    /** Samples a second that it hears, of one channel. */
    public static final int SAMPLE_RATE = 16_000;

    private static final Logger LOG = LoggerFactory.getLogger(Speech.class);

    /** Words that are less likely than this, taken together, were not said: the mean logarithm of their tokens. */
    private static final double LEAST_LIKELY = -1;

    /** Seconds between the moments that the model listens to. */
    private static final double MOMENT = 384.0 / SAMPLE_RATE;

    private final Models models;
    private @Nullable Loaded loaded;

    private record Loaded(Moonshine moonshine, Vocabulary vocabulary) {}

    private Speech(Models models) {
        this.models = models;
    }

    /** Null where its model is not here, or cannot run here. It is loaded when it is first wanted. */
    public static @Nullable Speech of(Models models) {
        if (!models.has(Model.SPEECH)) {
            LOG.info("No captions from speech: {}", Models.UNAVAILABLE);
            return null;
        }
        try {
            OrtEnvironment.getEnvironment();
            return new Speech(models);
        } catch (LinkageError | IllegalStateException unsuited) {
            LOG.warn("No captions from speech: this machine cannot run the model", unsuited);
            return null;
        }
    }

    /**
     * What is said.
     *
     * @param samples {@value #SAMPLE_RATE} a second; read from position to limit, which stay as they are
     * @param progress is told which share has been heard, 0 to 1
     * @throws IOException when the model cannot be read
     * @throws InterruptedException soon after the caller was interrupted
     */
    public Transcript hear(ShortBuffer samples, DoubleConsumer progress) throws IOException, InterruptedException {
        var levels = new Levels(samples);
        var words = new ArrayList<Word>();
        try {
            for (Levels.Window window : levels.windows()) {
                List<Word> heard = words(loaded().moonshine().hear(sound(samples, window)));
                for (Word word : levels.placed(window, heard)) {
                    words.add(word.later(window.seconds()));
                }
                progress.accept((double) (window.firstSample() + window.samples()) / samples.remaining());
            }
        } catch (OrtException e) {
            throw new IOException("the model cannot be run", e);
        }
        return new Transcript(words);
    }

    private synchronized Loaded loaded() throws IOException, OrtException {
        if (loaded == null) {
            loaded = new Loaded(new Moonshine(models), Vocabulary.of(models.path(ModelFile.LLAMA_VOCABULARY)));
        }
        return loaded;
    }

    private static float[] sound(ShortBuffer samples, Levels.Window window) {
        float[] sound = new float[window.samples()];
        int first = samples.position() + window.firstSample();
        for (int i = 0; i < sound.length; i++) {
            sound[i] = samples.get(first + i) / 32768f;
        }
        return sound;
    }

    /** A window's words, whose times begin with it. */
    private List<Word> words(List<Token> tokens) throws IOException, OrtException {
        if (likelihood(tokens) < LEAST_LIKELY) {
            return List.of();
        }
        Vocabulary known = loaded().vocabulary();
        int[] starts = Alignment.starts(tokens.stream().map(Token::attention).toList());
        var words = new ArrayList<Word>();
        int next;
        for (int i = 0; i < tokens.size(); i = next) {
            next = i + 1;
            while (next < tokens.size() && !beginsWord(known, tokens.get(next))) {
                next++;
            }
            Word word = word(known, tokens.subList(i, next), i, starts);
            if (!word.text().isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean beginsWord(Vocabulary known, Token token) {
        return token.isEnd() || (known.isText(token.token()) && known.beginsWord(token.token()));
    }

    /** One that says nothing has no text. It ends where the first mark after it begins, for a rest belongs to that. */
    private static Word word(Vocabulary known, List<Token> tokens, int first, int[] starts) {
        var text = new ByteArrayOutputStream();
        int end = first;
        for (int i = 0; i < tokens.size(); i++) {
            int token = tokens.get(i).token();
            if (known.isText(token)) {
                known.write(token, text);
                end = known.isSaid(token) ? Math.min(first + i + 1, starts.length - 1) : end;
            }
        }
        String plain = text.toString(StandardCharsets.UTF_8).replaceAll("[\\p{javaWhitespace}\\p{Cntrl}]", "");
        return new Word(
                plain.codePoints().anyMatch(Character::isLetterOrDigit) ? plain : "",
                starts[first] * MOMENT,
                starts[end] * MOMENT,
                Math.exp(likelihood(tokens)));
    }

    private static double likelihood(List<Token> tokens) {
        return tokens.stream()
                .mapToDouble(token -> Math.log(token.probability()))
                .average()
                .orElse(0);
    }
}
