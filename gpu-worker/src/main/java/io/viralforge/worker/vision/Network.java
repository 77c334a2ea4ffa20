package io.viralforge.worker.vision;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A small convolutional network, read from a TensorFlow Lite file, whose layout is TensorFlow's schema.fbs. It knows the
 * few operations that BlazeFace is made of. Its sums are plain Java in one order, so that the same picture gives the same
 * bits wherever it is looked at; native libraries choose theirs by the processor. May be used by several threads.
 */
final class Network {
    // BuiltinOperator
    private static final int ADD = 0;
    private static final int CONCATENATION = 2;
    private static final int CONV_2D = 3;
    private static final int DEPTHWISE_CONV_2D = 4;
    private static final int DEQUANTIZE = 6;
    private static final int MAX_POOL_2D = 17;
    private static final int RELU = 19;
    private static final int RESHAPE = 22;
    private static final int PAD = 34;

    // TensorType
    private static final int FLOAT32 = 0;
    private static final int FLOAT16 = 1;

    /** Makes one tensor of others. */
    private interface Step {
        Tensor of(Tensor[] tensors);
    }

    /** @param to the number of what it makes */
    private record Numbered(int to, Step step) {}

    private final Tensor[] weights;
    private final List<Numbered> steps = new ArrayList<>();
    private final int input;
    private final int[] outputs;

    /** @throws IllegalArgumentException when it is made of something else */
    Network(byte[] file) {
        FlatTable model = FlatTable.root(file);
        List<FlatTable> buffers = model.tables(4);
        FlatTable graph = model.tables(2).getFirst();
        List<FlatTable> tensors = graph.tables(0);
        this.weights = new Tensor[tensors.size()];
        for (int i = 0; i < weights.length; i++) {
            ByteBuffer bytes = buffers.get(tensors.get(i).number(2)).bytes(0);
            int type = tensors.get(i).small(1);
            if (bytes.hasRemaining() && (type == FLOAT32 || type == FLOAT16)) {
                weights[i] = weight(tensors.get(i).numbers(0), bytes, type == FLOAT16);
            }
        }
        this.input = graph.numbers(1)[0];
        this.outputs = graph.numbers(2);
        List<FlatTable> codes = model.tables(1);
        for (FlatTable operator : graph.tables(3)) {
            int to = operator.numbers(2)[0];
            int[] shape = tensors.get(to).numbers(0);
            steps.add(new Numbered(to, step(codes.get(operator.number(0)).small(0), operator, shape)));
        }
    }

    /** Kernels are told by output, height, width and input. */
    private static Tensor weight(int[] shape, ByteBuffer bytes, boolean isHalf) {
        var values = new float[bytes.remaining() / (isHalf ? 2 : 4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = isHalf ? Float.float16ToFloat(bytes.getShort(2 * i)) : bytes.getFloat(4 * i);
        }
        return shape.length == 4
                ? new Tensor(shape[1], shape[2], shape[3], values)
                : new Tensor(1, 1, values.length, values);
    }

    private static Step step(int operation, FlatTable operator, int[] shape) {
        int[] from = operator.numbers(1);
        return switch (operation) {
            case ADD -> all -> all[from[0]].plus(all[from[1]]);
            case CONCATENATION -> all -> all[from[0]].and(all[from[1]]);
            case CONV_2D -> {
                int stride = operator.table(4).number(1);
                yield all -> all[from[0]].convolved(all[from[1]], all[from[2]], stride);
            }
            case DEPTHWISE_CONV_2D -> {
                int stride = operator.table(4).number(1);
                yield all -> all[from[0]].filtered(all[from[1]], all[from[2]], stride);
            }
            case DEQUANTIZE -> all -> all[from[0]];
            case MAX_POOL_2D -> all -> all[from[0]].halved();
            case RELU -> all -> all[from[0]].positive();
            case RESHAPE -> all -> all[from[0]].listed();
            case PAD -> all -> all[from[0]].widened(shape[3]);
            default -> throw new IllegalArgumentException("an operation that is not known: " + operation);
        };
    }

    /** The outputs, in the file's order. */
    List<float[]> run(Tensor picture) {
        Tensor[] all = weights.clone();
        all[input] = picture;
        for (Numbered each : steps) {
            all[each.to()] = each.step().of(all);
        }
        var made = new ArrayList<float[]>();
        for (int output : outputs) {
            made.add(all[output].values());
        }
        return made;
    }
}
