package io.viralforge.platform.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import io.viralforge.testing.FuzzTarget;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of our own scalars: what is taken is written so that it is taken again. */
public final class ScalarTarget implements FuzzTarget {
    private static final GraphQLContext CONTEXT = GraphQLContext.getDefault();

    @Override
    public void take(byte[] input) {
        String text = new String(input, UTF_8);
        for (GraphQLScalarType scalar : Scalars.all()) {
            Coercing<?, ?> coercing = scalar.getCoercing();
            Object value = parsed(coercing, text);
            if (value != null) {
                Object written = written(coercing, value);
                assertThat(parsed(coercing, written))
                        .as("%s is read again", written)
                        .isNotNull();
                assertThat(coercing.parseLiteral(
                                StringValue.of(text), CoercedVariables.emptyVariables(), CONTEXT, Locale.ROOT))
                        .isEqualTo(value);
            }
        }
    }

    private static @Nullable Object parsed(Coercing<?, ?> coercing, Object text) {
        try {
            return coercing.parseValue(text, CONTEXT, Locale.ROOT);
        } catch (CoercingParseValueException refused) {
            assertThat(refused.getMessage()).startsWith("Expected");
            return null;
        }
    }

    private static Object written(Coercing<?, ?> coercing, Object value) {
        return Objects.requireNonNull(coercing.serialize(value, CONTEXT, Locale.ROOT));
    }

    @Override
    public List<String> seeds() {
        return List.of(
                "2026-07-01T12:00:00.123456789+14:00",
                "9999-12-31T23:59:59-18:00",
                "0001-01-01T00:00:00+18:00",
                "PT1M3.5S",
                "P106751991167300DT15H30M7.999999999S",
                "PT-0.000000001S",
                "https://example.org/a?b=c#d",
                "relative",
                "5");
    }
}
