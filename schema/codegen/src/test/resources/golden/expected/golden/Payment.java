// Generated from the schema by schema-codegen. Do not edit.
package golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class Payment implements InputObject {
    private final String member;
    private final Object value;

    private Payment(String member, Object value) {
        this.member = member;
        this.value = Wire.given(member, value);
    }

    public static Payment card(String card) {
        return new Payment("card", card);
    }

    public static Payment lines(List<Line> lines) {
        return new Payment("lines", lines);
    }

    public static Payment points(int points) {
        return new Payment("points", points);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        map.put(member, Wire.write(value));
        return map;
    }
}
