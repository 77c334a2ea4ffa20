package io.viralforge.trends;

import io.viralforge.trends.samples.Sample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a network counted at one look, as the API shows it. */
record TrendSample(
        Instant at,
        @Nullable Long interest,
        @Nullable Long likes,
        @Nullable Long comments,
        @Nullable Integer rank) {
    static TrendSample of(Sample sample) {
        return new TrendSample(sample.at(), sample.interest(), sample.likes(), sample.comments(), sample.bestRank());
    }
}
