// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.Operation;
import golden.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class OrderTicks implements Operation<OrderTicks.Data> {
    private static final String DOCUMENT = ""
            + "subscription OrderTicks {\n"
            + "  orderTicks {\n"
            + "    id\n"
            + "  }\n"
            + "}\n"
            ;
    private static final String SHA256 = "c7a49742d65e64f3fd74ed528832de97b53f59cd2038abdc3822c37c4e4297ea";

    public OrderTicks() {
    }

    @Override
    public Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        return map;
    }

    @Override
    public String name() {
        return "OrderTicks";
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

    public static final class Data {
        private final Order orderTicks;

        private Data(Map<String, @Nullable Object> map) {
            this.orderTicks = Wire.required(map, "orderTicks", value -> Order.fromMap(Wire.map(value)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Data fromMap(Map<String, @Nullable Object> map) {
            return new Data(map);
        }

        public Order orderTicks() {
            return orderTicks;
        }
    }

    public static final class Order {
        private final String id;

        private Order(Map<String, @Nullable Object> map) {
            this.id = Wire.required(map, "id", Wire.STRING);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Order fromMap(Map<String, @Nullable Object> map) {
            return new Order(map);
        }

        public String id() {
            return id;
        }
    }
}
