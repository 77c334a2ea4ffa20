// Generated from the schema by schema-codegen. Do not edit.
package golden;

/** Where an order stands: &lt;open&gt; &amp; *&#47; "more". */
public enum OrderState {
    /** Not paid. */
    OPEN,
    PAID,
    /** Something that a newer server knows. Never sent. */
    UNKNOWN;

    /** The value of this name, UNKNOWN when there is none. */
    public static OrderState of(String name) {
        for (OrderState each : values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return UNKNOWN;
    }
}
