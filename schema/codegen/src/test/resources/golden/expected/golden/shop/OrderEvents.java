// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.DurableSubscription;
import golden.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resumable. */
public final class OrderEvents implements DurableSubscription<OrderEvents.Data> {
    private static final String DOCUMENT = ""
            + "subscription OrderEvents($from: String) {\n"
            + "  orderEvents(after: $from) {\n"
            + "    cursor\n"
            + "    order {\n"
            + "      ...OrderFields\n"
            + "    }\n"
            + "  }\n"
            + "}\n"
            + "\n"
            + "fragment OrderFields on Order {\n"
            + "  id\n"
            + "  state\n"
            + "}\n"
            ;
    private static final String SHA256 = "ccf6d0556a3bfe70bf474ded2d34f7e20c6a496f1ccaa6d49016d8be0920101c";
    private @Nullable String from;

    public OrderEvents() {
    }

    public OrderEvents from(@Nullable String from) {
        this.from = from;
        return this;
    }

    @Override
    public Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        if (this.from != null) {
            map.put("from", Wire.write(this.from));
        }
        return map;
    }

    @Override
    public String name() {
        return "OrderEvents";
    }

    @Override
    public Kind kind() {
        return Kind.SUBSCRIPTION;
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

    @Override
    public String afterVariable() {
        return "from";
    }

    @Override
    public String cursor(Data data) {
        return data.orderEvents().cursor();
    }

    public static final class Data {
        private final OrderEvent orderEvents;

        private Data(Map<String, @Nullable Object> map) {
            this.orderEvents = Wire.required(map, "orderEvents", value -> OrderEvent.fromMap(Wire.map(value)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Data fromMap(Map<String, @Nullable Object> map) {
            return new Data(map);
        }

        /** Resumable. */
        public OrderEvent orderEvents() {
            return orderEvents;
        }
    }

    public static final class OrderEvent {
        private final String cursor;
        private final @Nullable OrderFields order;

        private OrderEvent(Map<String, @Nullable Object> map) {
            this.cursor = Wire.required(map, "cursor", Wire.STRING);
            this.order = Wire.optional(map, "order", value -> OrderFields.fromMap(Wire.map(value)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static OrderEvent fromMap(Map<String, @Nullable Object> map) {
            return new OrderEvent(map);
        }

        public String cursor() {
            return cursor;
        }

        public @Nullable OrderFields order() {
            return order;
        }
    }
}
