package io.viralforge.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvalidSourceTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copySchema() throws IOException {
        Files.createDirectories(folder.resolve("schema"));
        Files.createDirectories(folder.resolve("operations/shop"));
        Files.copy(Path.of("src/test/resources/golden/schema/shop.graphqls"), folder.resolve("schema/shop.graphqls"));
    }

    @Test
    void anUnknownFieldIsNamedWithItsFileAndLine() throws IOException {
        assertThat(fault("query A {\n  book(id: \"1\") {\n    titel\n  }\n}\n"))
                .startsWith("shop/a.graphql:3:5: ")
                .contains("titel");
    }

    @Test
    void everyFaultIsNamedAtOnce() throws IOException {
        assertThat(fault("query A { book(id: \"1\") { titel } }\nquery B { shelf { id } }\n"))
                .contains("shop/a.graphql:1:27: ")
                .contains("shop/a.graphql:2:11: ");
    }

    @Test
    void aSyntaxErrorIsNamedWithItsFileAndLine() throws IOException {
        assertThat(fault("query A {\n  book(id: \"1\" { id }\n}\n")).startsWith("shop/a.graphql:2:");
    }

    @Test
    void anArgumentOfTheWrongTypeIsRefused() throws IOException {
        assertThat(fault("query A($id: Int!) { book(id: $id) { id } }")).startsWith("shop/a.graphql:1:");
    }

    @Test
    void anOperationNeedsAName() throws IOException {
        assertThat(fault("{ book(id: \"1\") { id } }")).contains("an operation needs a name");
    }

    @Test
    void anUnusedFragmentIsRefused() throws IOException {
        assertThat(fault("query A { book(id: \"1\") { id } }\nfragment F on Book { id }"))
                .startsWith("shop/a.graphql:2:1: ");
    }

    @Test
    void aFragmentForSomeTypesAsksForTypename() throws IOException {
        assertThat(fault("query A { node(id: \"1\") {\n ... on Book { title } } }"))
                .isEqualTo(
                        "shop/a.graphql:2:2: " + "select __typename beside a fragment that holds only for some types");
    }

    @Test
    void aFragmentMayNotBeConditional() throws IOException {
        assertThat(fault("query A($x: Boolean!) { book(id: \"1\") { id ... @include(if: $x) { title } } }"))
                .contains("not on fragments");
    }

    @Test
    void aDurableSubscriptionHasToSelectItsCursor() throws IOException {
        assertThat(fault("subscription A($a: String) { orderEvents(after: $a) { order { id } } }"))
                .startsWith("shop/a.graphql:1:30: orderEvents can be resumed");
        assertThat(fault("subscription A { orderEvents { cursor } }")).contains("orderEvents can be resumed");
    }

    @Test
    void anOperationMayNotBeNamedAsAType() throws IOException {
        assertThat(fault("query Book { book(id: \"1\") { id } }")).contains("a type has this name");
    }

    @Test
    void aScalarWithoutAJavaTypeIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("schema/more.graphqls"), "scalar Colour\nextend type Book { colour: Colour }\n");
        assertThat(fault("query A { book(id: \"1\") { colour } }"))
                .isEqualTo("more.graphqls:1:1: scalar Colour has no Java type in the generator");
    }

    @Test
    void anEnumMayNotHaveTheNameThatStandsForNewValues() throws IOException {
        Files.writeString(folder.resolve("schema/more.graphqls"), "enum E { A UNKNOWN }\nextend type Book { e: E }\n");
        assertThat(fault("query A { book(id: \"1\") { e } }")).startsWith("more.graphqls:1:12: E.UNKNOWN");
    }

    @Test
    void aBrokenSchemaIsNamedWithItsFileAndLine() throws IOException {
        Files.writeString(folder.resolve("schema/more.graphqls"), "extend type Book {\n  x: Nothing\n}\n");
        assertThat(fault("query A { book(id: \"1\") { id } }"))
                .startsWith("more.graphqls:1:1: ")
                .contains("Nothing");
    }

    private @Nullable String fault(String operations) throws IOException {
        Files.writeString(folder.resolve("operations/shop/a.graphql"), operations);
        var generator = new Generator("io.shop", true);
        return catchThrowableOfType(
                        InvalidSource.class,
                        () -> generator.generate(folder.resolve("schema"), folder.resolve("operations")))
                .getMessage();
    }
}
