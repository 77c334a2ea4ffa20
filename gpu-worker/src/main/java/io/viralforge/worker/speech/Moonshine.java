package io.viralforge.worker.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import io.viralforge.worker.model.ModelFile;
import io.viralforge.worker.model.Models;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Moonshine tiny: sound in, tokens out, one after the other, each with the moments that it was heard in. One thread a run,
 * so that the same sound gives the same words. May be used by several threads.
 */
final class Moonshine {
    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int MOST_TOKENS_A_SECOND = 10;

    /** Of the six layers, the last two listen where a word is; those before gather what it is. */
    private static final List<String> LISTENING = IntStream.of(4, 5)
            .mapToObj(layer -> "/model/decoder/layers." + layer + "/encoder_attn/Softmax_output_0")
            .toList();

    private static final String TOKEN = "input_ids";
    private static final String SOUND = "encoder_hidden_states";

    private final OrtEnvironment environment;
    private final OrtSession encoder;
    /** Writes the first token; it remembers the sound for those that follow. */
    private final OrtSession first;
    /** Writes a further one. */
    private final OrtSession further;

    /**
     * Takes about a second, and a hundred megabytes beside the heap.
     *
     * @throws LinkageError where there is no native library for this machine
     */
    Moonshine(Models models) throws IOException, OrtException {
        environment = OrtEnvironment.getEnvironment();
        byte[] decoder = Files.readAllBytes(models.path(ModelFile.MOONSHINE_DECODER));
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            encoder = environment.createSession(
                    models.path(ModelFile.MOONSHINE_ENCODER).toString(), options);
            first = environment.createSession(OnnxBranch.of(decoder, "else_branch", LISTENING), options);
            further = environment.createSession(OnnxBranch.of(decoder, "then_branch", LISTENING), options);
        }
    }

    /**
     * What was written.
     *
     * @param token its number in the vocabulary
     * @param probability that the model gave it, 0 to 1
     * @param attention how much it listened to each moment of the sound
     */
    record Token(int token, double probability, FloatBuffer attention) {
        boolean isEnd() {
            return token == END;
        }
    }

    /** The tokens of some seconds of sound, 16,000 samples each from -1 to 1, and at last that of the end. */
    List<Token> hear(float[] samples) throws OrtException, InterruptedException {
        int most = samples.length * MOST_TOKENS_A_SECOND / Speech.SAMPLE_RATE + 1;
        var tokens = new ArrayList<Token>();
        try (var input = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(samples), new long[] {1, samples.length});
                var sound = encoder.run(Map.of("input_values", input));
                var begin = token(BEGIN);
                var heard = first.run(Map.of(TOKEN, begin, SOUND, (OnnxTensor) sound.get(0)))) {
            tokens.add(read(heard));
            Result before = heard;
            try {
                while (!tokens.getLast().isEnd() && tokens.size() < most) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    Result next = next(tokens.getLast().token(), sound, heard, before);
                    close(before, heard);
                    before = next;
                    tokens.add(read(next));
                }
            } finally {
                close(before, heard);
            }
        }
        return tokens;
    }

    private static void close(Result result, Result kept) {
        if (result != kept) {
            result.close();
        }
    }

    private Result next(int last, Result sound, Result heard, Result before) throws OrtException {
        try (var token = token(last)) {
            var inputs = new HashMap<String, OnnxTensor>();
            for (String name : further.getInputNames()) {
                inputs.put(
                        name,
                        switch (name) {
                            case TOKEN -> token;
                            case SOUND -> (OnnxTensor) sound.get(0);
                            // What was written so far grows with every token; what was heard stays.
                            default -> named(name.contains(".decoder.") ? before : heard, past(name));
                        });
            }
            return further.run(inputs);
        }
    }

    private static String past(String name) {
        return name.replace("past_key_values", "present");
    }

    private OnnxTensor token(long token) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {token}), new long[] {1, 1});
    }

    private static OnnxTensor named(Result result, String name) {
        return (OnnxTensor) result.get(name).orElseThrow(() -> new IllegalStateException("the model has no " + name));
    }

    /** The likeliest token. */
    private static Token read(Result result) {
        FloatBuffer scores = named(result, "logits").getFloatBuffer();
        int best = 0;
        for (int i = 1; i < scores.limit(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        double sum = 0;
        for (int i = 0; i < scores.limit(); i++) {
            sum += Math.exp(scores.get(i) - scores.get(best));
        }
        return new Token(best, 1 / sum, attention(result));
    }

    /** The mean over all heads. */
    private static FloatBuffer attention(Result result) {
        float[] mean = {};
        for (String layer : LISTENING) {
            OnnxTensor tensor = named(result, layer);
            FloatBuffer each = tensor.getFloatBuffer();
            int moments = Math.toIntExact(tensor.getInfo().getShape()[3]);
            mean = mean.length == 0 ? new float[moments] : mean;
            for (int i = 0; i < each.limit(); i++) {
                mean[i % moments] += each.get(i) * moments / each.limit() / LISTENING.size();
            }
        }
        return FloatBuffer.wrap(mean);
    }
}
