package io.viralforge.trends.samples;

import java.time.Instant;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one item at one moment, merged over all places that it was seen in.
 *
 * @param at kept to the minute
 * @param interest as its network counts it; null where nobody said, and so are likes, comments and rank
 * @param bestRank from 1, the best of all places
 * @param places such as codes of countries; empty where nobody said
 */
public record Sample(
        Instant at,
        @Nullable Long interest,
        @Nullable Long likes,
        @Nullable Long comments,
        @Nullable Integer bestRank,
        Set<String> places) {
    public Sample {
        places = Set.copyOf(places);
    }

    /** Both as one: the later time, the larger counts, the better rank, all places. */
    Sample and(Sample other) {
        return new Sample(
                at.isAfter(other.at) ? at : other.at,
                either(interest, other.interest, Math::max),
                either(likes, other.likes, Math::max),
                either(comments, other.comments, Math::max),
                either(bestRank, other.bestRank, Math::min),
                Stream.concat(places.stream(), other.places.stream()).collect(Collectors.toSet()));
    }

    private static <T> @Nullable T either(@Nullable T one, @Nullable T other, BinaryOperator<T> both) {
        return one == null ? other : other == null ? one : both.apply(one, other);
    }
}
