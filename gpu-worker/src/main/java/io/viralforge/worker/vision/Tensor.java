package io.viralforge.worker.vision;

import java.util.Arrays;

/** Numbers of a picture, one plane a channel, each row by row. All that is done to them keeps one order of sums. */
final class Tensor {
    private final int height;
    private final int width;
    private final int channels;
    private final float[] values;

    /** @param values as many as height × width × channels, which stay as they are */
    Tensor(int height, int width, int channels, float[] values) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.values = values;
    }

    float[] values() {
        return values;
    }

    private int pixels() {
        return height * width;
    }

    Tensor plus(Tensor other) {
        float[] sums = values.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.values[i];
        }
        return new Tensor(height, width, channels, sums);
    }

    Tensor positive() {
        float[] positives = values.clone();
        for (int i = 0; i < positives.length; i++) {
            positives[i] = Math.max(0, positives[i]);
        }
        return new Tensor(height, width, channels, positives);
    }

    /** With as many channels, the new ones all zero. */
    Tensor widened(int to) {
        return new Tensor(height, width, to, Arrays.copyOf(values, pixels() * to));
    }

    /** The largest of each two by two. */
    Tensor halved() {
        var largest = new float[values.length / 4];
        for (int i = 0, row = 0; row < height * channels; row += 2) {
            for (int x = 0; x < width; x += 2) {
                int at = row * width + x;
                largest[i++] = Math.max(
                        Math.max(values[at], values[at + 1]), Math.max(values[at + width], values[at + width + 1]));
            }
        }
        return new Tensor(height / 2, width / 2, channels, largest);
    }

    /** The channels of each pixel together, as a list. */
    Tensor listed() {
        var list = new float[values.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int pixel = 0; pixel < pixels(); pixel++) {
                list[pixel * channels + channel] = values[channel * pixels() + pixel];
            }
        }
        return new Tensor(1, 1, list.length, list);
    }

    /** A list and then another one. */
    Tensor and(Tensor list) {
        float[] both = Arrays.copyOf(values, values.length + list.values.length);
        System.arraycopy(list.values, 0, both, values.length, list.values.length);
        return new Tensor(1, 1, both.length, both);
    }

    /** Each channel with a kernel of its own, whose values are channel by channel within a pixel. */
    Tensor filtered(Tensor kernel, Tensor bias, int stride) {
        var columns = new Columns(kernel, stride);
        int size = columns.height * columns.width;
        var sums = new float[size * channels];
        for (int channel = 0; channel < channels; channel++) {
            Arrays.fill(sums, channel * size, (channel + 1) * size, bias.values[channel]);
            for (int cell = 0; cell < kernel.pixels(); cell++) {
                float weight = kernel.values[cell * channels + channel];
                columns.add(sums, channel * size, channel, cell, weight);
            }
        }
        return new Tensor(columns.height, columns.width, channels, sums);
    }

    /** Each channel of the result with a kernel over all channels: output, then pixel, then channel. */
    Tensor convolved(Tensor kernel, Tensor bias, int stride) {
        var columns = new Columns(kernel, stride);
        int size = columns.height * columns.width;
        int outputs = bias.values.length;
        int inputs = kernel.pixels() * channels;
        float[] seen = kernel.pixels() == 1 ? values : columns.all();
        var sums = new float[size * outputs];
        for (int output = 0; output < outputs; output++) {
            Arrays.fill(sums, output * size, (output + 1) * size, bias.values[output]);
            int in = 0;
            for (; in + 4 <= inputs; in += 4) {
                accumulateFour(sums, output * size, kernel.values, output * inputs + in, seen, in * size, size);
            }
            for (; in < inputs; in++) {
                accumulate(sums, output * size, kernel.values[output * inputs + in], seen, in * size, size);
            }
        }
        return new Tensor(columns.height, columns.width, outputs, sums);
    }

    /** In a method of its own, which the compiler turns into vector instructions. */
    private static void accumulate(float[] sums, int to, float weight, float[] from, int at, int count) {
        for (int i = 0; i < count; i++) {
            sums[to + i] += weight * from[at + i];
        }
    }

    /** The same for four planes, which reads and writes the sums once. */
    private static void accumulateFour(
            float[] sums, int to, float[] weights, int first, float[] from, int at, int count) {
        float a = weights[first];
        float b = weights[first + 1];
        float c = weights[first + 2];
        float d = weights[first + 3];
        for (int i = 0; i < count; i++) {
            sums[to + i] += a * from[at + i]
                    + b * from[at + count + i]
                    + c * from[at + 2 * count + i]
                    + d * from[at + 3 * count + i];
        }
    }

    /** What each cell of a kernel lies over, where the picture goes on in zeros so that its size stays: "SAME". */
    private final class Columns {
        final int height;
        final int width;
        private final int stride;
        private final int kernelWidth;
        private final int cells;
        private final int above;
        private final int before;

        Columns(Tensor kernel, int stride) {
            this.stride = stride;
            this.height = (Tensor.this.height + stride - 1) / stride;
            this.width = (Tensor.this.width + stride - 1) / stride;
            this.kernelWidth = kernel.width;
            this.cells = kernel.pixels();
            this.above = Math.max(0, (height - 1) * stride + kernel.height - Tensor.this.height) / 2;
            this.before = Math.max(0, (width - 1) * stride + kernel.width - Tensor.this.width) / 2;
        }

        float[] all() {
            int size = height * width;
            var all = new float[cells * channels * size];
            for (int cell = 0; cell < cells; cell++) {
                for (int channel = 0; channel < channels; channel++) {
                    add(all, (cell * channels + channel) * size, channel, cell, 1);
                }
            }
            return all;
        }

        /** Adds what a cell lies over. */
        void add(float[] sums, int to, int channel, int cell, float weight) {
            int down = cell / kernelWidth - above;
            int right = cell % kernelWidth - before;
            int first = Math.max(0, Math.ceilDiv(-right, stride));
            int last = Math.min(width - 1, Math.floorDiv(Tensor.this.width - 1 - right, stride));
            for (int y = 0; y < height; y++) {
                int row = y * stride + down;
                if (row >= 0 && row < Tensor.this.height) {
                    int at = (channel * Tensor.this.height + row) * Tensor.this.width + right;
                    addRow(sums, to + y * width, first, last, weight, at);
                }
            }
        }

        private void addRow(float[] sums, int to, int first, int last, float weight, int at) {
            if (stride == 1) {
                accumulate(sums, to + first, weight, values, at + first, last - first + 1);
                return;
            }
            for (int x = first; x <= last; x++) {
                sums[to + x] += weight * values[at + x * stride];
            }
        }
    }
}
