package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.testing.TestServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    /** As parsed, measured: 6,000 characters that say 1,980 times the same. */
    private static final long DENSE_BYTES = 200_000;

    private static final int MANY = 50;

    @Test
    void documentsAreKeptByWhatTheyTakeAndNotByTheirLength() {
        long most = 10 * DENSE_BYTES;
        Documents documents =
                new Documents(TestServer.shared().bean(Schema.class).graphql(), most);
        List<String> texts =
                IntStream.range(0, MANY).mapToObj(DocumentsTest::dense).toList();
        for (String text : texts) {
            assertThat(documents.read(text)).isInstanceOf(Documents.Read.Valid.class);
        }
        long kept = texts.stream().filter(text -> documents.known(text) != null).count();
        assertThat(kept).isPositive();
        assertThat(kept * DENSE_BYTES).isLessThanOrEqualTo(most);
    }

    private static String dense(int number) {
        return "{ node(id: \"" + number + "\") { ... on Job { " + "id ".repeat(1_980) + "} } }";
    }
}
