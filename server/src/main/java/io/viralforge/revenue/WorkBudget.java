package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a studio's jobs may cost in a month, which begins in UTC.
 *
 * @param limit null: as much as they like
 * @param spent null: not known
 * @param unknown why
 */
record WorkBudget(@Nullable Money limit, @Nullable Money spent, List<String> unknown) {}
