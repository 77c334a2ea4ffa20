package io.viralforge.trends.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.viralforge.trends.ChangedShapeException;
import io.viralforge.trends.Sighting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON answer, or a part of it, of which it is told where it is not as it should be. */
record Answer(JsonNode node, String path) {
    private static final Pattern BARE_OFFSET = Pattern.compile("([+-][0-9]{2})([0-9]{2})$");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}([-_].*)?");

    /** More than any answer has that is not meant to fill the memory. */
    private static final int MOST_TOKENS = 500_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .build();

    static Answer of(byte[] body) {
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root != null && root.isContainerNode()) {
                return new Answer(root, "$");
            }
        } catch (StreamConstraintsException swollen) {
            throw changed("JSON of at most " + MOST_TOKENS + " values was expected");
        } catch (IOException malformed) {
            throw changed("JSON was expected");
        }
        throw changed("a JSON object was expected");
    }

    Answer at(String name) {
        return new Answer(node.path(name), path + "." + name);
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /**
     * What the entries say. One that cannot be read is left out, for a network may mix in what it did not have before; if
     * most cannot be, its shape has changed.
     */
    List<Sighting> sightings(Function<Answer, @Nullable Sighting> reader) {
        return entries(reader);
    }

    /** Likewise, of whatever they say. */
    <T> List<T> entries(Function<Answer, @Nullable T> reader) {
        if (!node.isArray()) {
            throw changed(path + " should be a list");
        }
        List<T> entries = new ArrayList<>();
        List<ChangedShapeException> failures = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            try {
                T entry = reader.apply(new Answer(node.get(i), path + "[]"));
                if (entry != null) {
                    entries.add(entry);
                }
            } catch (ChangedShapeException failure) {
                failures.add(failure);
            }
        }
        if (failures.size() * 2 > node.size()) {
            throw failures.getFirst();
        }
        return entries;
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw changed(path + "." + name + " is missing");
        }
        return text;
    }

    /** A text or a number as text; of a list its first entry. */
    @Nullable
    String textOrNull(String name) {
        JsonNode value = node.path(name);
        JsonNode one = value.isArray() && !value.isEmpty() ? value.get(0) : value;
        return one.isValueNode() && !one.isNull() ? one.asText() : null;
    }

    long number(String name) {
        Long number = numberOrNull(name);
        if (number == null) {
            throw changed(path + "." + name + " should be a number");
        }
        return number;
    }

    @Nullable
    Long numberOrNull(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? (Long) Math.max(0, value.asLong()) : null;
    }

    /** Likewise, with what is below zero, as scores may be. */
    @Nullable
    Long signedOrNull(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? (Long) value.asLong() : null;
    }

    /** A number that is written as a text. */
    @Nullable
    Long digitsOrNull(String name) {
        String digits = textOrNull(name);
        if (digits == null) {
            return null;
        }
        try {
            return Math.max(0, Long.parseLong(digits));
        } catch (NumberFormatException none) {
            throw changed(path + "." + name + " should be a number");
        }
    }

    /** ISO 639-1, of a tag such as en-US; null where it is none, such as und. */
    @Nullable
    String languageOrNull(String name) {
        String tag = textOrNull(name);
        return tag != null && LANGUAGE.matcher(tag).matches() ? tag.substring(0, 2) : null;
    }

    /** ISO 8601, with an offset that may be written without its colon. */
    Instant instant(String name) {
        try {
            return OffsetDateTime.parse(BARE_OFFSET.matcher(text(name)).replaceFirst("$1:$2"))
                    .toInstant();
        } catch (DateTimeParseException malformed) {
            throw changed(path + "." + name + " should be a time");
        }
    }

    /** Seconds since 1970. */
    Instant epoch(String name) {
        return Instant.ofEpochSecond(Math.min(number(name), Integer.MAX_VALUE * 100L));
    }

    /** ISO 8601. */
    @Nullable
    Duration durationOrNull(String name) {
        String length = textOrNull(name);
        try {
            return length == null ? null : Duration.parse(length);
        } catch (DateTimeParseException malformed) {
            throw changed(path + "." + name + " should be a length of time");
        }
    }

    @Nullable
    Duration secondsOrNull(String name) {
        Long seconds = numberOrNull(name);
        return seconds == null ? null : Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    static ChangedShapeException changed(String what) {
        return new ChangedShapeException(what);
    }
}
