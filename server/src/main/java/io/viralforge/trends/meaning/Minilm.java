package io.viralforge.trends.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;

/**
 * all-MiniLM-L6-v2 with weights of 8 bits. Texts are read one at a time: what a run computes is rounded by the largest
 * number in it, so a text's neighbours in a batch would change what it means.
 */
final class Minilm implements AutoCloseable {
    private final WordPieces pieces;
    private final OrtEnvironment environment;
    private final OrtSession session;

    /**
     * Takes about a second, and a hundred megabytes beside the heap.
     *
     * @throws LinkageError where there is no native library for this machine
     */
    Minilm() throws IOException, OrtException {
        try (InputStream tokenizer = resource("all-minilm-l6-v2-q-tokenizer.json")) {
            pieces = new WordPieces(tokenizer);
        }
        environment = OrtEnvironment.getEnvironment();
        // By a file, because the heap would have to hold the weights twice.
        Path weights = Files.createTempFile("viralforge-", ".onnx");
        try (InputStream packed = resource("all-minilm-l6-v2-q.onnx");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            Files.copy(packed, weights, StandardCopyOption.REPLACE_EXISTING);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(weights.toString(), options);
        } finally {
            Files.delete(weights);
        }
    }

    /** The mean of what its pieces mean where they stand: 384 numbers. */
    float[] read(String text) throws OrtException {
        long[][] ids = {pieces.of(text)};
        long[][] ones = {new long[ids[0].length]};
        Arrays.fill(ones[0], 1);
        long[][] zeros = {new long[ids[0].length]};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, ids);
                OnnxTensor mask = OnnxTensor.createTensor(environment, ones);
                OnnxTensor types = OnnxTensor.createTensor(environment, zeros);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[][] each = ((float[][][]) result.get(0).getValue())[0];
            float[] mean = new float[each[0].length];
            for (float[] piece : each) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += piece[i] / each.length;
                }
            }
            return mean;
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream found = Minilm.class.getResourceAsStream("/" + name);
        if (found == null) {
            throw new IOException(name + " is not on the class path");
        }
        return found;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
