package io.viralforge.platform.language;

import io.viralforge.platform.graphql.Money;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a studio spent since a month began, as the API shows it. */
record LanguageUsage(
        Instant since,
        long tokensIn,
        long tokensOut,
        @Nullable Long limit,
        @Nullable Money cost) {
    static LanguageUsage of(LanguageConfig config, LanguageStore.Spent spent) {
        BigDecimal cost = config.cost(spent.tokens());
        return new LanguageUsage(
                spent.since(),
                spent.tokens().in(),
                spent.tokens().out(),
                config.monthlyTokens() == 0 ? null : (Long) config.monthlyTokens(),
                cost == null ? null : Money.dollars(cost));
    }
}
