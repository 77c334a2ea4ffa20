// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.OrderState;
import golden.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class OrderFields {
    private final String id;
    private final OrderState state;

    private OrderFields(Map<String, @Nullable Object> map) {
        this.id = Wire.required(map, "id", Wire.STRING);
        this.state = Wire.required(map, "state", value -> OrderState.of(Wire.STRING.read(value)));
    }

    /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
    public static OrderFields fromMap(Map<String, @Nullable Object> map) {
        return new OrderFields(map);
    }

    public String id() {
        return id;
    }

    public OrderState state() {
        return state;
    }
}
