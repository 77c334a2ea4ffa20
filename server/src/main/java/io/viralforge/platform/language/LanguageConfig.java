package io.viralforge.platform.language;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The language model. What of it is wrong, the server says before it starts.
 *
 * @param provider {@link Provider#id}; null: there is no model
 * @param model as the provider names it
 * @param apiKey null: it wants none. Never told
 * @param url where it is, if not where all the world finds it
 * @param monthlyTokens of a studio, in and out together; 0: as many as it likes
 * @param patience for an answer, all tries together
 * @param price of a million tokens in and of a million out, US dollars: {@code 0.59/0.79}; null: not known
 */
@ConfigurationProperties("viralforge.llm")
record LanguageConfig(
        @Nullable String provider,
        @Nullable String model,
        @Nullable String apiKey,
        @Nullable String url,
        @Bindable(defaultValue = "1000000") long monthlyTokens,
        @Bindable(defaultValue = "PT25S") Duration patience,
        @Nullable String price) {
    LanguageConfig {
        provider = set(provider);
        model = set(model);
        apiKey = set(apiKey);
        url = set(url);
        price = set(price);
    }

    /** Null: there is no model. */
    @Nullable
    Provider vendor() {
        return provider == null ? null : Provider.valueOf(provider.toUpperCase(Locale.ROOT));
    }

    /** The model with its provider; where there is one. */
    String name() {
        return provider + "/" + model;
    }

    /** Where there is a provider. */
    URI place() {
        return url == null ? Objects.requireNonNull(vendor()).url() : URI.create(url);
    }

    /** In US dollars; null: no price is set. */
    @Nullable
    BigDecimal cost(Tokens tokens) {
        if (price == null) {
            return null;
        }
        int slash = price.indexOf('/');
        return new BigDecimal(price.substring(0, slash))
                .multiply(BigDecimal.valueOf(tokens.in()))
                .add(new BigDecimal(price.substring(slash + 1)).multiply(BigDecimal.valueOf(tokens.out())))
                .movePointLeft(6);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "LanguageConfig[" + name() + "]";
    }

    private static @Nullable String set(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
