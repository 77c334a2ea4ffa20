package io.viralforge.platform.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.language.Document;
import graphql.language.Node;
import graphql.parser.ParserOptions;
import graphql.parser.ParsingListener;
import graphql.schema.GraphQLSchema;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parsed and validated documents. The valid ones are kept, in a part of the memory: that alone makes an operation several
 * times cheaper.
 */
final class Documents {
    /** What became of a document's text. */
    sealed interface Read {
        /** Valid and within the limits. */
        record Valid(Document document) implements Read {}

        /** Not to be executed. */
        record Bad(List<? extends GraphQLError> errors) implements Read {}
    }

    private static final int MOST_CHARACTERS = 200_000;
    private static final int LONGEST_NUMBER = 40;
    private static final int PART_OF_MEMORY = 16;
    /** Measured: 60 to 150. */
    static final int BYTES_OF_NODE = 150;
    /** In the text, and once more in a literal; two bytes each where one of them needs two. */
    private static final int BYTES_OF_CHARACTER = 4;

    private static final ParserOptions LIMITS = ParserOptions.newParserOptions()
            .maxTokens(3_000)
            .maxWhitespaceTokens(20_000)
            .maxCharacters(MOST_CHARACTERS)
            .captureLineComments(false)
            .captureIgnoredChars(false)
            .captureSourceLocation(true)
            .readerTrackData(false)
            .parsingListener(Documents::look)
            .build();

    private final GraphQLSchema schema;

    private final Cache<String, Document> cache;

    Documents(GraphQLSchema schema) {
        this(schema, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
    }

    /** @param mostBytes that the documents kept take, about */
    Documents(GraphQLSchema schema, long mostBytes) {
        this.schema = schema;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .<String, Document>weigher((text, document) -> bytes(text.length(), document))
                .executor(Runnable::run)
                .build();
    }

    /** What a document takes at most: short ones of one node after the other take most for their length. */
    static int bytes(int characters, Document document) {
        return BYTES_OF_NODE * nodes(document) + BYTES_OF_CHARACTER * characters;
    }

    private static int nodes(Node<?> node) {
        int count = 1;
        for (Node<?> child : node.getChildren()) {
            count += nodes(child);
        }
        return count;
    }

    /** A valid document that was read before. */
    @Nullable
    Document known(String text) {
        return cache.getIfPresent(text);
    }

    /** A number of a hundred thousand digits takes a second to read, is one token, and none we know has more than 40. */
    private static void look(ParsingListener.Token token) {
        String text = token.getText();
        if (text.length() > LONGEST_NUMBER && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-')) {
            throw new CodedException(
                    ErrorCode.BAD_REQUEST, "A number has more than " + LONGEST_NUMBER + " characters.");
        }
    }

    Read read(String text) {
        ExecutionInput input = ExecutionInput.newExecutionInput(text)
                .graphQLContext(context -> context.put(ParserOptions.class, LIMITS))
                .build();
        ParseAndValidateResult result = ParseAndValidate.parseAndValidate(schema, input);
        Document document = result.getDocument();
        if (document == null || result.isFailure()) {
            return new Read.Bad(result.getErrors());
        }
        String excess = Shape.of(document).excess();
        if (excess != null) {
            return new Read.Bad(List.of(GraphqlErrorBuilder.newError()
                    .errorType(ErrorType.ExecutionAborted)
                    .message("%s", excess)
                    .build()));
        }
        cache.put(text, document);
        return new Read.Valid(document);
    }
}
