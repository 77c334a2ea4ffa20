package io.viralforge.trends.meaning;

import java.util.Arrays;
import java.util.List;

/** A direction in 384 dimensions, by numbers of eight bits. Cosines are thereby off by 0.001 at most, about. */
final class Direction {
    static final int SIZE = 384;

    /** Any odd number far from a power of two: neighbours among hashes are scattered. */
    private static final int SCATTER = 0x9E3779B1;

    private final byte[] numbers;
    private final double length;

    private Direction(byte[] numbers) {
        this.numbers = numbers;
        this.length = Math.sqrt(product(this.numbers));
    }

    /** Rounded so that the largest is 127. */
    static Direction of(float[] exact) {
        float largest = 0;
        for (float number : exact) {
            largest = Math.max(largest, Math.abs(number));
        }
        byte[] numbers = new byte[SIZE];
        for (int i = 0; i < SIZE && largest > 0; i++) {
            numbers[i] = (byte) Math.round(exact[i] / largest * Byte.MAX_VALUE);
        }
        return new Direction(numbers);
    }

    /** Each word goes along one dimension by its hash, and farther the longer it is: short words tell little. */
    static Direction of(List<String> words) {
        float[] sum = new float[SIZE];
        for (String word : words) {
            int hash = word.hashCode() * SCATTER;
            sum[Integer.remainderUnsigned(hash >>> 1, SIZE)] += (hash & 1) == 0 ? word.length() : -word.length();
        }
        return of(sum);
    }

    static Direction of(byte[] bytes, int from) {
        return new Direction(Arrays.copyOfRange(bytes, from, from + SIZE));
    }

    void into(byte[] bytes, int from) {
        System.arraycopy(numbers, 0, bytes, from, SIZE);
    }

    /** 0 to one that points nowhere. */
    double cosine(Direction other) {
        double lengths = length * other.length;
        return lengths == 0 ? 0 : product(other.numbers) / lengths;
    }

    Direction with(long many, Direction one) {
        float[] sum = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            sum[i] = (float) (many * numbers[i] / Math.max(1, length) + one.numbers[i] / Math.max(1, one.length));
        }
        return of(sum);
    }

    private int product(byte[] others) {
        int sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += numbers[i] * others[i];
        }
        return sum;
    }
}
