// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two lines,
 * of words.
 */
public final class BookFields {
    private final String id;
    private final String title;
    private final @Nullable Integer pages;
    private final double weight;
    private final long grams;
    private final boolean isNew;
    private final @Nullable String printedAt;
    private final List<@Nullable String> tags;
    private final @Nullable String package_;

    private BookFields(Map<String, @Nullable Object> map) {
        this.id = Wire.required(map, "id", Wire.STRING);
        this.title = Wire.required(map, "title", Wire.STRING);
        this.pages = Wire.optional(map, "pages", Wire.INT);
        this.weight = Wire.required(map, "weight", Wire.DOUBLE);
        this.grams = Wire.required(map, "grams", Wire.LONG);
        this.isNew = Wire.required(map, "isNew", Wire.BOOLEAN);
        this.printedAt = Wire.optional(map, "printedAt", Wire.STRING);
        this.tags = Wire.required(map, "tags", Wire.list(Wire.nullable(Wire.STRING)));
        this.package_ = Wire.optional(map, "package", Wire.STRING);
    }

    /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
    public static BookFields fromMap(Map<String, @Nullable Object> map) {
        return new BookFields(map);
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public @Nullable Integer pages() {
        return pages;
    }

    public double weight() {
        return weight;
    }

    public long grams() {
        return grams;
    }

    public boolean isNew() {
        return isNew;
    }

    public @Nullable String printedAt() {
        return printedAt;
    }

    public List<@Nullable String> tags() {
        return tags;
    }

    /** A reserved word. */
    public @Nullable String package_() {
        return package_;
    }
}
