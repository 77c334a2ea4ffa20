package io.viralforge.forecast;

import io.viralforge.forecast.UnreadableModelException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A model as bytes: four that say it is one, four of its version, the head, the trees, and a checksum of all before it.
 * What is read may come from anywhere: nothing is held that was not there in the bytes, and every tree ends.
 */
final class ModelFormat {
    private static final int MARK = 0x56464D31;
    private static final int CHECKSUM = Integer.BYTES;

    /** Bytes; those of the largest model are about a sixth. */
    private static final int LARGEST = 4 << 20;

    private static final int MOST_TREES = 1_000;

    /** To be changed with how a model is written; what features there are, and in what order, is in it. */
    private static final int VERSION =
            checksum(("1" + Arrays.toString(Feature.values())).getBytes(StandardCharsets.UTF_8));

    private ModelFormat() {}

    private static int checksum(byte[] of) {
        CRC32 sum = new CRC32();
        sum.update(of);
        return (int) sum.getValue();
    }

    static byte[] write(Model model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MARK);
            out.writeInt(VERSION);
            write(model.head(), out);
            for (Trees trees : List.of(model.typical(), model.mean(), model.spread())) {
                out.writeInt(trees.trees().size());
                for (Tree tree : trees.trees()) {
                    write(tree, out);
                }
            }
            out.writeInt(checksum(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory does not fail so.
        }
        return bytes.toByteArray();
    }

    private static void write(Model.Head head, DataOutputStream out) throws IOException {
        out.writeLong(head.terms().horizon().toSeconds());
        out.writeLong(head.terms().lag().toSeconds());
        out.writeInt(head.number());
        out.writeDouble(head.at());
        out.writeInt(head.truths());
        out.writeLong(head.truthsEver());
        out.writeDouble(head.grain());
        out.writeInt(head.categories().size());
        for (String category : head.categories()) {
            out.writeUTF(category);
        }
    }

    private static void write(Tree tree, DataOutputStream out) throws IOException {
        out.writeShort(tree.feature().length);
        for (int node = 0; node < tree.feature().length; node++) {
            out.writeByte(tree.feature()[node]);
            out.writeFloat(tree.value()[node]);
            if (tree.feature()[node] >= 0) {
                out.writeFloat(tree.cut()[node]);
                out.writeBoolean(tree.missingLeft()[node]);
                out.writeShort(tree.left()[node]);
            }
        }
    }

    static Model read(byte[] bytes, Terms terms) throws UnreadableModelException {
        int body = bytes.length - CHECKSUM;
        if (body < 2 * Integer.BYTES || bytes.length > LARGEST) {
            throw damaged();
        }
        ByteBuffer ends = ByteBuffer.wrap(bytes);
        if (ends.getInt(0) != MARK || ends.getInt(body) != checksum(Arrays.copyOf(bytes, body))) {
            throw damaged();
        } else if (ends.getInt(Integer.BYTES) != VERSION) {
            throw new UnreadableModelException(Code.OTHER_VERSION, "This model was written by another version.");
        }
        int from = 2 * Integer.BYTES;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, from, body - from))) {
            Model model = new Model(head(in, terms), trees(in), trees(in), trees(in));
            check(in.available() == 0);
            return model;
        } catch (IOException e) {
            throw damaged();
        }
    }

    private static Model.Head head(DataInputStream in, Terms terms) throws IOException, UnreadableModelException {
        long horizon = in.readLong();
        long lag = in.readLong();
        if (horizon != terms.horizon().toSeconds() || lag != terms.lag().toSeconds()) {
            throw new UnreadableModelException(Code.OTHER_TERMS, "This model was learned for another horizon or lag.");
        }
        int number = in.readInt();
        double at = in.readDouble();
        int truths = in.readInt();
        long truthsEver = in.readLong();
        double grain = in.readDouble();
        check(number > 0 && Double.isFinite(at) && truths > 0 && truthsEver > 0);
        check(grain > 0 && Double.isFinite(grain));
        List<String> categories = new ArrayList<>();
        for (int left = count(in.readInt(), Memory.MOST_CATEGORIES); left > 0; left--) {
            categories.add(in.readUTF());
        }
        return new Model.Head(terms, number, at, truths, truthsEver, grain, List.copyOf(categories));
    }

    private static Trees trees(DataInputStream in) throws IOException {
        List<Tree> trees = new ArrayList<>();
        for (int left = count(in.readInt(), MOST_TREES); left > 0; left--) {
            trees.add(tree(in));
        }
        return new Trees(List.copyOf(trees));
    }

    private static Tree tree(DataInputStream in) throws IOException {
        int nodes = in.readUnsignedShort();
        check(nodes > 0 && nodes <= in.available());
        Tree tree = new Tree(new byte[nodes], new float[nodes], new boolean[nodes], new short[nodes], new float[nodes]);
        for (int node = 0; node < nodes; node++) {
            tree.feature()[node] = in.readByte();
            tree.value()[node] = in.readFloat();
            check(tree.feature()[node] < Feature.COUNT && Float.isFinite(tree.value()[node]));
            if (tree.feature()[node] >= 0) {
                tree.cut()[node] = in.readFloat();
                tree.missingLeft()[node] = in.readBoolean();
                tree.left()[node] = in.readShort();
                // Only ever further down: a walk through it ends.
                check(tree.left()[node] > node && tree.left()[node] + 1 < nodes);
            }
        }
        return tree;
    }

    private static int count(int said, int most) throws IOException {
        check(said >= 0 && said <= most);
        return said;
    }

    private static void check(boolean isSo) throws IOException {
        if (!isSo) {
            throw new IOException("no model has this");
        }
    }

    private static UnreadableModelException damaged() {
        return new UnreadableModelException(Code.DAMAGED, "These bytes are no model, or no longer the whole of one.");
    }
}
