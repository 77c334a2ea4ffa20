package io.viralforge.platform.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A scalar whose values are written as text. */
final class TextCoercing<T> implements Coercing<T, String> {
    interface Parser<T> {
        T parse(String text) throws URISyntaxException;
    }

    private final Class<T> type;
    private final Parser<T> parser;
    private final BiFunction<T, GraphQLContext, String> printer;
    private final String expectation;

    TextCoercing(Class<T> type, Parser<T> parser, Function<T, String> printer, String expectation) {
        this(type, parser, (value, context) -> printer.apply(value), expectation);
    }

    /** A scalar whose text depends on who is to read it. */
    TextCoercing(Class<T> type, Parser<T> parser, BiFunction<T, GraphQLContext, String> printer, String expectation) {
        this.type = type;
        this.parser = parser;
        this.printer = printer;
        this.expectation = expectation;
    }

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
        if (!type.isInstance(value)) {
            throw new CoercingSerializeException(value.getClass() + " instead of " + type);
        }
        return printer.apply(type.cast(value), context);
    }

    @Override
    public T parseValue(Object input, GraphQLContext context, Locale locale) {
        if (input instanceof String text) {
            try {
                return parser.parse(text);
            } catch (DateTimeException | URISyntaxException | IllegalArgumentException malformed) {
                throw new CoercingParseValueException("Expected " + expectation + ".", malformed);
            }
        }
        throw new CoercingParseValueException("Expected " + expectation + ", as a string.");
    }

    @Override
    public T parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (input instanceof StringValue text) {
            try {
                return parser.parse(Objects.requireNonNull(text.getValue()));
            } catch (DateTimeException | URISyntaxException | IllegalArgumentException malformed) {
                throw new CoercingParseLiteralException("Expected " + expectation + ".", malformed);
            }
        }
        throw new CoercingParseLiteralException("Expected " + expectation + ", as a string.");
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return StringValue.of(input instanceof String text ? text : serialize(input, context, locale));
    }
}
