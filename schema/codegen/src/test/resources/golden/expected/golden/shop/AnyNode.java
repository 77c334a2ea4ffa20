// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.Operation;
import golden.OrderState;
import golden.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class AnyNode implements Operation<AnyNode.Data> {
    private static final String DOCUMENT = ""
            + "query AnyNode($id: ID!) {\n"
            + "  node(id: $id) {\n"
            + "    __typename\n"
            + "    id\n"
            + "    ...BookFields\n"
            + "    ... on Order {\n"
            + "      state\n"
            + "      things {\n"
            + "        __typename\n"
            + "        ... on Book {\n"
            + "          title\n"
            + "        }\n"
            + "        ... on Record {\n"
            + "          title\n"
            + "        }\n"
            + "      }\n"
            + "      grid\n"
            + "    }\n"
            + "  }\n"
            + "}\n"
            + "\n"
            + "fragment BookFields on Book {\n"
            + "  id\n"
            + "  title\n"
            + "  pages\n"
            + "  weight\n"
            + "  grams\n"
            + "  isNew\n"
            + "  printedAt\n"
            + "  tags\n"
            + "  package\n"
            + "}\n"
            ;
    private static final String SHA256 = "ce3a850d05080ec4575a3a727a85e2e87c3177d2f2b30d9f959c29139173fbfd";
    private final String id;

    /**
     * @param id id
     */
    public AnyNode(String id) {
        this.id = Wire.given("id", id);
    }

    @Override
    public Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        map.put("id", Wire.write(this.id));
        return map;
    }

    @Override
    public String name() {
        return "AnyNode";
    }

    @Override
    public Kind kind() {
        return Kind.QUERY;
    }

    @Override
    public String document() {
        return DOCUMENT;
    }

    @Override
    public String sha256() {
        return SHA256;
    }

    @Override
    public Data read(Map<String, @Nullable Object> data) {
        return Data.fromMap(data);
    }

    public static final class Data {
        private final @Nullable Node node;

        private Data(Map<String, @Nullable Object> map) {
            this.node = Wire.optional(map, "node", value -> Node.fromMap(Wire.map(value)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Data fromMap(Map<String, @Nullable Object> map) {
            return new Data(map);
        }

        public @Nullable Node node() {
            return node;
        }
    }

    public static final class Node {
        private final String typename;
        private final String id;
        private final @Nullable BookFields bookFields;
        private final @Nullable Order asOrder;

        private Node(Map<String, @Nullable Object> map) {
            this.typename = Wire.required(map, "__typename", Wire.STRING);
            this.id = Wire.required(map, "id", Wire.STRING);
            this.bookFields = Wire.isOneOf(typename, "Book") ? BookFields.fromMap(map) : null;
            this.asOrder = Wire.isOneOf(typename, "Order") ? Order.fromMap(map) : null;
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Node fromMap(Map<String, @Nullable Object> map) {
            return new Node(map);
        }

        /** Name of the object's type. */
        public String typename() {
            return typename;
        }

        public String id() {
            return id;
        }

        /** The object as Book; null when it is something else. */
        public @Nullable BookFields bookFields() {
            return bookFields;
        }

        /** The object as Order; null when it is something else. */
        public @Nullable Order asOrder() {
            return asOrder;
        }
    }

    public static final class Order {
        private final OrderState state;
        private final List<Thing> things;
        private final @Nullable List<List<Integer>> grid;

        private Order(Map<String, @Nullable Object> map) {
            this.state = Wire.required(map, "state", value -> OrderState.of(Wire.STRING.read(value)));
            this.things = Wire.required(map, "things", Wire.list(value -> Thing.fromMap(Wire.map(value))));
            this.grid = Wire.optional(map, "grid", Wire.list(Wire.list(Wire.INT)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Order fromMap(Map<String, @Nullable Object> map) {
            return new Order(map);
        }

        public OrderState state() {
            return state;
        }

        public List<Thing> things() {
            return things;
        }

        public @Nullable List<List<Integer>> grid() {
            return grid;
        }
    }

    public static final class Thing {
        private final String typename;
        private final @Nullable Book asBook;
        private final @Nullable Record asRecord;

        private Thing(Map<String, @Nullable Object> map) {
            this.typename = Wire.required(map, "__typename", Wire.STRING);
            this.asBook = Wire.isOneOf(typename, "Book") ? Book.fromMap(map) : null;
            this.asRecord = Wire.isOneOf(typename, "Record") ? Record.fromMap(map) : null;
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Thing fromMap(Map<String, @Nullable Object> map) {
            return new Thing(map);
        }

        /** Name of the object's type. */
        public String typename() {
            return typename;
        }

        /** The object as Book; null when it is something else. */
        public @Nullable Book asBook() {
            return asBook;
        }

        /** The object as Record; null when it is something else. */
        public @Nullable Record asRecord() {
            return asRecord;
        }
    }

    /**
     * Two lines,
     * of words.
     */
    public static final class Book {
        private final String title;

        private Book(Map<String, @Nullable Object> map) {
            this.title = Wire.required(map, "title", Wire.STRING);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Book fromMap(Map<String, @Nullable Object> map) {
            return new Book(map);
        }

        public String title() {
            return title;
        }
    }

    public static final class Record {
        private final String title;

        private Record(Map<String, @Nullable Object> map) {
            this.title = Wire.required(map, "title", Wire.STRING);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Record fromMap(Map<String, @Nullable Object> map) {
            return new Record(map);
        }

        public String title() {
            return title;
        }
    }
}
