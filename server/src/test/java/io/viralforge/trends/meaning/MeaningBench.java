package io.viralforge.trends.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.viralforge.testing.BenchMachine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How many titles a second are read, from text to meaning, against runs of plain onnxruntime on pieces that are cut
 * already; and what a title takes to find its story. Turn by turn. Takes the commit and the file for the result.
 */
final class MeaningBench {
    private static final int ROUNDS = 9;
    private static final int WARM = 5;
    private static final int STORIES = 10_000;
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";

    private static final List<String> TITLES = TitlePairs.read().stream()
            .filter(pair -> pair.language().equals("en"))
            .flatMap(pair -> Stream.of(pair.one(), pair.other()))
            .toList();

    private MeaningBench() {}

    private interface Step {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Files.writeString(Path.of(args[1]), measured(args[0]));
        System.exit(0);
    }

    private static String measured(String commit) throws Exception {
        BenchMachine machine = new BenchMachine();
        long before = resident();
        long begin = System.nanoTime();
        try (Meanings meanings = new Meanings();
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            List<Meaning> other = meanings.of(List.of("Nothing of the sort"));
            double firstSeconds = seconds(begin);
            long loaded = resident() - before;
            options.setIntraOpNumThreads(1);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(weights(), options)) {
                List<Map<String, OnnxTensor>> inputs = inputs();
                double[] ours = new double[ROUNDS];
                double[] plain = new double[ROUNDS];
                for (int round = -WARM; round < ROUNDS; round++) {
                    double one = seconds(() -> meanings.of(TITLES));
                    double two = seconds(() -> runAll(session, inputs));
                    if (round >= 0) {
                        ours[round] = TITLES.size() / one;
                        plain[round] = TITLES.size() / two;
                    }
                }
                String result = String.format(
                        Locale.ROOT,
                        """
                        {
                          "benchmark": "titles read a second, from text to meaning, by one thread, against plain onnxruntime",
                          "date": "%s",
                          "commit": "%s",
                          "machine": %s,
                          "titles": {"count": %d, "meanPieces": %.1f, "rounds": %d},
                          "perSecond": {"meanings": %.0f, "plainOnnxruntime": %.0f, "share": %.2f},
                          "first": {"seconds": %.2f, "residentBytes": %d},
                          "story": {"known": %d, "microseconds": %.0f}
                        }
                        """,
                        InstantSource.system().instant(),
                        commit,
                        machine.json(),
                        TITLES.size(),
                        inputs.stream()
                                .mapToLong(input -> Objects.requireNonNull(input.get("input_ids"))
                                        .getInfo()
                                        .getShape()[1])
                                .average()
                                .orElseThrow(),
                        ROUNDS,
                        median(ours),
                        median(plain),
                        median(ours) / median(plain),
                        firstSeconds,
                        loaded,
                        STORIES,
                        story(meanings.of(TITLES), other.getFirst()));
                System.out.print(result);
                return result;
            }
        }
    }

    /** What a title takes that belongs to none of so many, in microseconds. */
    private static double story(List<Meaning> meanings, Meaning meaning) throws Exception {
        List<Story> known = new ArrayList<>();
        for (int i = 1; i <= STORIES; i++) {
            int at = i % TITLES.size();
            known.add(Story.of(new UUID(0, i), TITLES.get(at), meanings.get(at)));
        }
        double[] each = new double[ROUNDS];
        for (int round = -WARM; round < ROUNDS; round++) {
            double one = seconds(() -> Stories.of(new UUID(1, 0), "Nothing of the sort", meaning, known));
            each[Math.max(0, round)] = one * 1e6;
        }
        return median(each);
    }

    private static void runAll(OrtSession session, List<Map<String, OnnxTensor>> inputs) throws OrtException {
        for (Map<String, OnnxTensor> input : inputs) {
            session.run(input).close();
        }
    }

    private static List<Map<String, OnnxTensor>> inputs() throws IOException, OrtException {
        try (InputStream tokenizer = Objects.requireNonNull(MeaningBench.class.getResourceAsStream(TOKENIZER))) {
            WordPieces pieces = new WordPieces(tokenizer);
            List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
            for (String title : TITLES) {
                long[][] ids = {pieces.of(Wording.bare(title))};
                long[][] ones = {new long[ids[0].length]};
                Arrays.fill(ones[0], 1);
                inputs.add(Map.of(
                        "input_ids", tensor(ids),
                        "attention_mask", tensor(ones),
                        "token_type_ids", tensor(new long[1][ids[0].length])));
            }
            return inputs;
        }
    }

    private static OnnxTensor tensor(long[][] numbers) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), numbers);
    }

    private static byte[] weights() throws IOException {
        try (InputStream weights = Objects.requireNonNull(MeaningBench.class.getResourceAsStream(WEIGHTS))) {
            return weights.readAllBytes();
        }
    }

    private static double seconds(Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        return seconds(begin);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** What the process holds of the machine's memory, heap and all, in bytes; 0 where the system does not say. */
    private static long resident() throws IOException {
        ManagementFactory.getMemoryMXBean().gc();
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .findFirst()
                        .orElse(0)
                : 0;
    }
}
