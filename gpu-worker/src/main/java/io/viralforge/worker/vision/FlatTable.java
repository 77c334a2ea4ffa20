package io.viralforge.worker.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of a FlatBuffer: fields by number, each of which may be left out. As laid down in "FlatBuffer Internals" of
 * FlatBuffers' documentation. A buffer that is not one ends in an IndexOutOfBoundsException.
 */
record FlatTable(ByteBuffer buffer, int at) {
    static FlatTable root(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new FlatTable(buffer, buffer.getInt(0));
    }

    /** Where a field lies; 0: it is left out. */
    private int place(int field) {
        int layout = at - buffer.getInt(at);
        int entry = 4 + 2 * field;
        int offset = entry < buffer.getShort(layout) ? buffer.getShort(layout + entry) : 0;
        return offset == 0 ? 0 : at + offset;
    }

    private int target(int field) {
        int place = place(field);
        return place == 0 ? 0 : place + buffer.getInt(place);
    }

    int number(int field) {
        int place = place(field);
        return place == 0 ? 0 : buffer.getInt(place);
    }

    int small(int field) {
        int place = place(field);
        return place == 0 ? 0 : buffer.get(place);
    }

    FlatTable table(int field) {
        return new FlatTable(buffer, target(field));
    }

    List<FlatTable> tables(int field) {
        int vector = target(field);
        return IntStream.range(0, length(vector))
                .map(i -> vector + 4 + 4 * i)
                .mapToObj(place -> new FlatTable(buffer, place + buffer.getInt(place)))
                .toList();
    }

    int[] numbers(int field) {
        int vector = target(field);
        return IntStream.range(0, length(vector))
                .map(i -> buffer.getInt(vector + 4 + 4 * i))
                .toArray();
    }

    /** A vector of bytes, in the same order of bytes. */
    ByteBuffer bytes(int field) {
        int vector = target(field);
        return buffer.slice(vector + 4, length(vector)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int length(int vector) {
        return vector == 0 ? 0 : buffer.getInt(vector);
    }
}
