package io.viralforge.worker.speech;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a model out of one branch of another, whose graph is a choice between two and nothing else, and shows more of
 * what that branch computes. ONNX is Protocol Buffers, in which a message is a row of fields in any order: nothing has to
 * be understood but where fields begin and end.
 */
final class OnnxBranch {
    // Numbers of fields, from onnx.proto.
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int NODE_INPUT = 1;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int TENSOR_NAME = 8;
    private static final int VALUE_NAME = 1;

    /** TypeProto of a tensor of floats. */
    private static final byte[] FLOATS = {0x12, 0x04, 0x0A, 0x02, 0x08, 0x01};

    private OnnxBranch() {}

    /**
     * @param model a ModelProto
     * @param branch then_branch or else_branch
     * @param shown names of tensors of floats in it that become outputs
     */
    static byte[] of(byte[] model, String branch, List<String> shown) {
        Message all = new Message(ByteBuffer.wrap(model), 0, model.length);
        Message graph = all.one(MODEL_GRAPH);
        Message chosen = graph.one(GRAPH_NODE).all(NODE_ATTRIBUTE).stream()
                .filter(attribute -> attribute.text(ATTRIBUTE_NAME).equals(branch))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + branch))
                .one(ATTRIBUTE_GRAPH);
        Set<String> read = new HashSet<>();
        chosen.all(GRAPH_NODE).forEach(node -> node.all(NODE_INPUT).forEach(input -> read.add(input.text())));
        var made = new ByteArrayOutputStream(model.length);
        made.writeBytes(chosen.bytes());
        graph.all(GRAPH_INITIALIZER).stream()
                .filter(weights -> read.contains(weights.text(TENSOR_NAME)))
                .forEach(weights -> field(made, GRAPH_INITIALIZER, weights.bytes()));
        graph.all(GRAPH_INPUT).stream()
                .filter(input -> read.contains(input.text(VALUE_NAME)))
                .forEach(input -> field(made, GRAPH_INPUT, input.bytes()));
        shown.forEach(name -> field(made, GRAPH_OUTPUT, floats(name)));
        var out = new ByteArrayOutputStream(model.length);
        all.fields().stream()
                .filter(field -> field.number != MODEL_GRAPH)
                .forEach(field -> out.writeBytes(field.whole.bytes()));
        field(out, MODEL_GRAPH, made.toByteArray());
        return out.toByteArray();
    }

    private static byte[] floats(String name) {
        var value = new ByteArrayOutputStream();
        field(value, VALUE_NAME, name.getBytes(StandardCharsets.UTF_8));
        value.writeBytes(FLOATS);
        return value.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] value) {
        out.write((number << 3) | Message.BYTES);
        int length = value.length;
        for (; length > 0x7F; length >>>= 7) {
            out.write((length & 0x7F) | 0x80);
        }
        out.write(length);
        out.writeBytes(value);
    }

    /** A field with its tag, and its value alone. */
    private record Field(int number, Message whole, Message value) {}

    /** A message, a text or a part of either, within a model. */
    private record Message(ByteBuffer model, int from, int to) {
        static final int VARINT = 0;
        static final int BYTES = 2;

        byte[] bytes() {
            byte[] bytes = new byte[to - from];
            model.get(from, bytes);
            return bytes;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        String text(int number) {
            return one(number).text();
        }

        Message one(int number) {
            return all(number).getFirst();
        }

        List<Message> all(int number) {
            return fields().stream()
                    .filter(field -> field.number == number)
                    .map(Field::value)
                    .toList();
        }

        List<Field> fields() {
            var fields = new ArrayList<Field>();
            for (int at = from; at < to; at = fields.getLast().whole.to) {
                fields.add(field(at));
            }
            return fields;
        }

        private Field field(int at) {
            int tag = number(at);
            int begin = end(at);
            int value = (tag & 7) == BYTES ? end(begin) : begin;
            int end = switch (tag & 7) {
                case VARINT -> end(begin);
                case BYTES -> value + number(begin);
                case 1 -> begin + Long.BYTES;
                case 5 -> begin + Integer.BYTES;
                default -> throw new IllegalArgumentException("no ONNX model");
            };
            return new Field(tag >>> 3, new Message(model, at, end), new Message(model, value, end));
        }

        /** The number that is written here, seven bits a byte, the least first. */
        private int number(int at) {
            int number = 0;
            for (int i = end(at) - 1; i >= at; i--) {
                number = (number << 7) | (model.get(i) & 0x7F);
            }
            return number;
        }

        /** Where it ends. */
        private int end(int at) {
            int i = at;
            while (model.get(i) < 0) {
                i++;
            }
            return i + 1;
        }
    }
}
