package io.viralforge.platform.graphql;

import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;

/** The schema's own scalars; what each looks like is said there. */
final class Scalars {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,20}(\\.\\d{1,10})?");

    private Scalars() {}

    static List<GraphQLScalarType> all() {
        return List.of(
                scalar(
                        "DateTime",
                        new TextCoercing<>(
                                Instant.class,
                                Scalars::instant,
                                MILLIS::format,
                                "an instant with its offset, such as 2026-11-20T04:30:00Z")),
                scalar(
                        "Duration",
                        new TextCoercing<>(
                                Duration.class,
                                Scalars::duration,
                                Duration::toString,
                                "a length of time, such as PT1M3.5S")),
                scalar(
                        "URL",
                        new TextCoercing<>(
                                URI.class,
                                Scalars::url,
                                ServerAddress::complete,
                                "an absolute URL, such as https://example.org/a")),
                scalar(
                        "Decimal",
                        new TextCoercing<>(
                                BigDecimal.class,
                                Scalars::decimal,
                                BigDecimal::toPlainString,
                                "a number without an exponent, such as 12.50")),
                scalar(
                        "CurrencyCode",
                        new TextCoercing<>(
                                Currency.class,
                                Currency::getInstance,
                                Currency::getCurrencyCode,
                                "a currency's three letters, such as EUR")),
                scalar("Long", new LongCoercing()));
    }

    private static GraphQLScalarType scalar(String name, graphql.schema.Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
    }

    /** Beyond these years, as they are counted in Greenwich, no store of ours follows. */
    private static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new DateTimeException("year " + time.getYear());
        }
        return time.toInstant();
    }

    private static Duration duration(String text) {
        Duration duration = Duration.parse(text);
        if (duration.isNegative()) {
            throw new DateTimeException("negative");
        }
        return duration;
    }

    /** Without an exponent: one of a few letters can stand for gigabytes of noughts. */
    private static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no number");
        }
        return new BigDecimal(text);
    }

    private static URI url(String text) throws URISyntaxException {
        URI url = new URI(text);
        if (!url.isAbsolute() || url.isOpaque()) {
            throw new URISyntaxException(text, "not absolute");
        }
        return url;
    }
}
