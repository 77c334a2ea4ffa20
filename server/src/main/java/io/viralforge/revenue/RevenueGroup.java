package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came in of one kind and currency, less what was taken back.
 *
 * @param source null: not told apart
 * @param clip null: not told apart, or not known
 * @param before in the equally long time before
 */
record RevenueGroup(
        @Nullable RevenueSource source, @Nullable UUID clip, Money amount, Money before, int entries) {}
