// Generated from the schema by schema-codegen. Do not edit.
package golden;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class Line implements InputObject {
    private final String bookId;
    private @Nullable Integer count;
    private @Nullable String note;
    private @Nullable OrderState class_;

    /**
     * @param bookId bookId
     */
    public Line(String bookId) {
        this.bookId = Wire.given("bookId", bookId);
    }

    public Line count(@Nullable Integer count) {
        this.count = count;
        return this;
    }

    public Line note(@Nullable String note) {
        this.note = note;
        return this;
    }

    /** A reserved word. */
    public Line class_(@Nullable OrderState class_) {
        this.class_ = class_;
        return this;
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        map.put("bookId", Wire.write(this.bookId));
        if (this.count != null) {
            map.put("count", Wire.write(this.count));
        }
        if (this.note != null) {
            map.put("note", Wire.write(this.note));
        }
        if (this.class_ != null) {
            map.put("class", Wire.write(this.class_));
        }
        return map;
    }
}
