// Generated from the schema by schema-codegen. Do not edit.
package golden.shop;

import golden.Operation;
import golden.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class BookPage implements Operation<BookPage.Data> {
    private static final String DOCUMENT = ""
            + "query BookPage($id: ID!, $withPages: Boolean! = false) {\n"
            + "  book(id: $id) {\n"
            + "    ...BookFields\n"
            + "    heading: title\n"
            + "    pages @include(if: $withPages)\n"
            + "    weight @skip(if: $withPages)\n"
            + "    sequel {\n"
            + "      id\n"
            + "      title\n"
            + "    }\n"
            + "    authors {\n"
            + "      name\n"
            + "    }\n"
            + "    ... on Node {\n"
            + "      id\n"
            + "    }\n"
            + "  }\n"
            + "  other: book(id: $id) {\n"
            + "    sequel {\n"
            + "      id\n"
            + "      title\n"
            + "      package\n"
            + "    }\n"
            + "    authors {\n"
            + "      name\n"
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
    private static final String SHA256 = "64a101ff3166a2bf4d25f0be82031fe9d72704dfc5a717574a9d5656b0c17abd";
    private final String id;
    private @Nullable Boolean withPages;

    /**
     * @param id id
     */
    public BookPage(String id) {
        this.id = Wire.given("id", id);
    }

    public BookPage withPages(@Nullable Boolean withPages) {
        this.withPages = withPages;
        return this;
    }

    @Override
    public Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> map = new LinkedHashMap<String, @Nullable Object>();
        map.put("id", Wire.write(this.id));
        if (this.withPages != null) {
            map.put("withPages", Wire.write(this.withPages));
        }
        return map;
    }

    @Override
    public String name() {
        return "BookPage";
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
        private final @Nullable Book book;
        private final @Nullable OtherBook other;

        private Data(Map<String, @Nullable Object> map) {
            this.book = Wire.optional(map, "book", value -> Book.fromMap(Wire.map(value)));
            this.other = Wire.optional(map, "other", value -> OtherBook.fromMap(Wire.map(value)));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Data fromMap(Map<String, @Nullable Object> map) {
            return new Data(map);
        }

        public @Nullable Book book() {
            return book;
        }

        public @Nullable OtherBook other() {
            return other;
        }
    }

    /**
     * Two lines,
     * of words.
     */
    public static final class Book {
        private final String heading;
        private final @Nullable Integer pages;
        private final @Nullable Double weight;
        private final @Nullable SequelBook sequel;
        private final List<Author> authors;
        private final String id;
        private final BookFields bookFields;

        private Book(Map<String, @Nullable Object> map) {
            this.heading = Wire.required(map, "heading", Wire.STRING);
            this.pages = Wire.optional(map, "pages", Wire.INT);
            this.weight = Wire.optional(map, "weight", Wire.DOUBLE);
            this.sequel = Wire.optional(map, "sequel", value -> SequelBook.fromMap(Wire.map(value)));
            this.authors = Wire.required(map, "authors", Wire.list(value -> Author.fromMap(Wire.map(value))));
            this.id = Wire.required(map, "id", Wire.STRING);
            this.bookFields = BookFields.fromMap(map);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Book fromMap(Map<String, @Nullable Object> map) {
            return new Book(map);
        }

        public String heading() {
            return heading;
        }

        public @Nullable Integer pages() {
            return pages;
        }

        public @Nullable Double weight() {
            return weight;
        }

        public @Nullable SequelBook sequel() {
            return sequel;
        }

        public List<Author> authors() {
            return authors;
        }

        public String id() {
            return id;
        }

        public BookFields bookFields() {
            return bookFields;
        }
    }

    /**
     * Two lines,
     * of words.
     */
    public static final class SequelBook {
        private final String id;
        private final String title;

        private SequelBook(Map<String, @Nullable Object> map) {
            this.id = Wire.required(map, "id", Wire.STRING);
            this.title = Wire.required(map, "title", Wire.STRING);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static SequelBook fromMap(Map<String, @Nullable Object> map) {
            return new SequelBook(map);
        }

        public String id() {
            return id;
        }

        public String title() {
            return title;
        }
    }

    public static final class Author {
        private final String name;

        private Author(Map<String, @Nullable Object> map) {
            this.name = Wire.required(map, "name", Wire.STRING);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static Author fromMap(Map<String, @Nullable Object> map) {
            return new Author(map);
        }

        public String name() {
            return name;
        }
    }

    /**
     * Two lines,
     * of words.
     */
    public static final class OtherBook {
        private final @Nullable SequelBook2 sequel;
        private final List<Author> authors;

        private OtherBook(Map<String, @Nullable Object> map) {
            this.sequel = Wire.optional(map, "sequel", value -> SequelBook2.fromMap(Wire.map(value)));
            this.authors = Wire.required(map, "authors", Wire.list(value -> Author.fromMap(Wire.map(value))));
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static OtherBook fromMap(Map<String, @Nullable Object> map) {
            return new OtherBook(map);
        }

        public @Nullable SequelBook2 sequel() {
            return sequel;
        }

        public List<Author> authors() {
            return authors;
        }
    }

    /**
     * Two lines,
     * of words.
     */
    public static final class SequelBook2 {
        private final String id;
        private final String title;
        private final @Nullable String package_;

        private SequelBook2(Map<String, @Nullable Object> map) {
            this.id = Wire.required(map, "id", Wire.STRING);
            this.title = Wire.required(map, "title", Wire.STRING);
            this.package_ = Wire.optional(map, "package", Wire.STRING);
        }

        /** Reads the object of an answer; throws IllegalArgumentException when it has not this shape. */
        public static SequelBook2 fromMap(Map<String, @Nullable Object> map) {
            return new SequelBook2(map);
        }

        public String id() {
            return id;
        }

        public String title() {
            return title;
        }

        /** A reserved word. */
        public @Nullable String package_() {
            return package_;
        }
    }
}
