package io.viralforge.platform.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import java.math.BigInteger;
import java.util.Locale;

/** 64 bits as a JSON number: neither a string nor a fraction is taken for one. */
final class LongCoercing implements Coercing<Long, Long> {
    private static final String EXPECTATION = "Expected an integer of 64 bits.";

    @Override
    public Long serialize(Object value, GraphQLContext context, Locale locale) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number.longValue();
            default -> throw new CoercingSerializeException(value.getClass() + " instead of Long");
        };
    }

    @Override
    public Long parseValue(Object input, GraphQLContext context, Locale locale) {
        return switch (input) {
            case Long number -> number;
            case Integer number -> number.longValue();
            default -> throw new CoercingParseValueException(EXPECTATION);
        };
    }

    @Override
    public Long parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (input instanceof IntValue number && number.getValue().bitLength() < Long.SIZE) {
            return number.getValue().longValue();
        }
        throw new CoercingParseLiteralException(EXPECTATION);
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
        return new IntValue(BigInteger.valueOf(serialize(input, context, locale)));
    }
}
