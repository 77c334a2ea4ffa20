package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a clip earned and cost; null is what is not known.
 *
 * @param unknown why, a sentence each
 */
record ClipMargin(
        UUID clip,
        @Nullable Money revenue,
        @Nullable Money cost,
        @Nullable Money margin,
        List<String> unknown) {}
