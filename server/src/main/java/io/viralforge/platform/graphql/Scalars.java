package io.viralforge.platform.graphql;

import graphql.schema.GraphQLScalarType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;

/** The schema's own scalars; what each looks like is said there. */
final class Scalars {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

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

    private static URI url(String text) throws URISyntaxException {
        URI url = new URI(text);
        if (!url.isAbsolute() || url.isOpaque()) {
            throw new URISyntaxException(text, "not absolute");
        }
        return url;
    }
}
