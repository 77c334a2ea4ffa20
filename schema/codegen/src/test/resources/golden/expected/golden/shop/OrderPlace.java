// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.Line;
import golden.Operation;
import golden.Payment;
import golden.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class OrderPlace implements Operation<OrderPlace.Data> {
    private static final String DOCUMENT = ""
            + "mutation OrderPlace($lines: [Line!]!, $payment: Payment!, $isGift: Boolean!) {\n"
            + "  orderPlace(lines: $lines, payment: $payment, isGift: $isGift) {\n"
            + "    ...OrderFields\n"
            + "  }\n"
            + "  again: orderPlace(lines: $lines, payment: $payment, isGift: $isGift) {\n"
            + "    id\n"
            + "    grid @include(if: $isGift)\n"
            + "  }\n"
            + "}\n"
            + "\n"
            + "fragment OrderFields on Order {\n"
            + "  id\n"
            + "  state\n"
            + "}\n"
            ;
    private static final String SHA256 = "1bfd9f069682537953cc8aca31057ac07b24f81a34be4cf2c11119798ccb8e00";
    private final List<Line> lines;
    private final Payment payment;
    private final boolean isGift;

    /**
     * @param lines What to buy.
     * @param payment payment
     * @param isGift isGift
     */
    public OrderPlace(List<Line> lines, Payment payment, boolean isGift) {
        this.lines = Wire.given("lines", lines);
        this.payment = Wire.given("payment", payment);
        this.isGift = isGift;
    }

    @Override
    public Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        map.put("lines", Wire.write(this.lines));
        map.put("payment", Wire.write(this.payment));
        map.put("isGift", Wire.write(this.isGift));
        return map;
    }

    @Override
    public String name() {
        return "OrderPlace";
    }

    @Override
    public Kind kind() {
        return Kind.MUTATION;
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
        private final OrderFields orderPlace;
        private final Order again;

        private Data(Map<String, @Nullable Object> map) {
            this.orderPlace = Wire.required(map, "orderPlace", value -> OrderFields.fromMap(Wire.map(value)));
            this.again = Wire.required(map, "again", value -> Order.fromMap(Wire.map(value)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Data fromMap(Map<String, @Nullable Object> map) {
            return new Data(map);
        }

        public OrderFields orderPlace() {
            return orderPlace;
        }

        public Order again() {
            return again;
        }
    }

    public static final class Order {
        private final String id;
        private final @Nullable List<List<Integer>> grid;

        private Order(Map<String, @Nullable Object> map) {
            this.id = Wire.required(map, "id", Wire.STRING);
            this.grid = Wire.optional(map, "grid", Wire.list(Wire.list(Wire.INT)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Order fromMap(Map<String, @Nullable Object> map) {
            return new Order(map);
        }

        public String id() {
            return id;
        }

        public @Nullable List<List<Integer>> grid() {
            return grid;
        }
    }
}
