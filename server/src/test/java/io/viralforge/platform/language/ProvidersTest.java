package io.viralforge.platform.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.testing.FakeModels;
import io.viralforge.testing.FakeModels.Fault;
import io.viralforge.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What all providers have in common, whichever words they speak. */
class ProvidersTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final Prompt PROMPT = new Prompt("Count the titles.", "{\"titles\": [\"é\"]}", 100);

    private static FakeModels models;

    @BeforeAll
    static void start() {
        models = new FakeModels();
    }

    @AfterAll
    static void stop() {
        models.close();
    }

    @BeforeEach
    void begin() {
        models.say("There is one.");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void aQuestionIsPutInTwoPartsAndItsAnswerIsCounted(Provider provider) {
        assertThat(ask(provider))
                .isEqualTo(new Reply.Written<>(
                        "There is one.",
                        provider.id() + "/" + FakeModels.MODEL,
                        NOW,
                        new Tokens(FakeModels.TOKENS_IN, FakeModels.TOKENS_OUT)));
        assertThat(models.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.system()).isEqualTo(PROMPT.instruction());
            assertThat(asked.user()).isEqualTo(PROMPT.data());
            assertThat(asked.body().at("/model").asText()).isEqualTo(FakeModels.MODEL);
            boolean isNew = provider == Provider.OPENAI || provider == Provider.GROQ;
            assertThat(asked.body()
                            .at(isNew ? "/max_completion_tokens" : "/max_tokens")
                            .asInt())
                    .isEqualTo(100);
            assertThat(asked.headers().get("User-agent"))
                    .singleElement()
                    .asString()
                    .startsWith("ViralForge/");
        });
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void eachFaultIsAFailureOfItsKindAndOneRequest(Provider provider) {
        failed(provider, Fault.TOO_MANY_REQUESTS, UserErrorCode.MODEL_RATE_LIMITED, Duration.ofSeconds(1));
        failed(provider, Fault.CLOSED_FOR_LONG, UserErrorCode.MODEL_RATE_LIMITED, Duration.ofMinutes(10));
        failed(provider, Fault.CLOSED, UserErrorCode.MODEL_RATE_LIMITED, null);
        failed(provider, Fault.SERVER_ERROR, UserErrorCode.MODEL_UNAVAILABLE, Duration.ofMillis(500));
        failed(provider, Fault.UNAUTHORIZED, UserErrorCode.MODEL_UNAVAILABLE, null);
        failed(provider, Fault.KEY_NOT_VALID, UserErrorCode.MODEL_UNAVAILABLE, null);
        failed(provider, Fault.UNKNOWN_MODEL, UserErrorCode.MODEL_UNAVAILABLE, null);
        failed(provider, Fault.REDIRECT, UserErrorCode.MODEL_UNAVAILABLE, null);
        failed(provider, Fault.TRUNCATED, UserErrorCode.MODEL_UNAVAILABLE, null);
        failed(provider, Fault.SLOW, UserErrorCode.MODEL_UNAVAILABLE, null);
        failed(provider, Fault.TOO_LONG, UserErrorCode.MODEL_TOO_LONG, null);
        failed(provider, Fault.CUT, UserErrorCode.MODEL_TOO_LONG, null);
        failed(provider, Fault.ENDLESS, UserErrorCode.MODEL_TOO_LONG, null);
        failed(provider, Fault.REFUSED, UserErrorCode.MODEL_REFUSED, null);
        failed(provider, Fault.CHANGED_NAMES, UserErrorCode.MODEL_OUT_OF_SHAPE, null);
        failed(provider, Fault.EMPTY, UserErrorCode.MODEL_OUT_OF_SHAPE, null);
        failed(provider, Fault.HTML, UserErrorCode.MODEL_OUT_OF_SHAPE, null);
    }

    @ParameterizedTest
    @CsvSource({
        "GROQ, https://api.groq.com/openai/v1",
        "OPENAI, https://api.openai.com/v1",
        "ANTHROPIC, https://api.anthropic.com/v1",
        "GEMINI, https://generativelanguage.googleapis.com/v1beta/openai",
        "OLLAMA, http://127.0.0.1:11434/v1"
    })
    void eachIsFoundWhereAllTheWorldFindsIt(Provider provider, String place) {
        assertThat(config(provider, null).place()).hasToString(place);
        assertThat(config(provider, null).toString()).doesNotContain(FakeModels.KEY);
    }

    private static void failed(Provider provider, Fault fault, UserErrorCode code, @Nullable Duration wait) {
        models.reset();
        models.set(fault);
        Reply<String> reply = ask(provider);
        assertThat(reply).as(fault + " of " + provider).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.message()).doesNotContain(FakeModels.KEY).doesNotContain("slow down");
            assertThat(failed.retryAt()).isEqualTo(wait == null ? null : NOW.plus(wait));
        });
        assertThat(models.asked()).as("asked once, and nowhere else").hasSize(1);
    }

    private static Reply<String> ask(Provider provider) {
        Outbound outbound = TestServer.shared().bean(Outbound.class);
        return new Chat(config(provider, models.url()), provider, outbound, InstantSource.fixed(NOW))
                .ask(PROMPT, Duration.ofSeconds(models.usual() == Fault.SLOW ? 1 : 10));
    }

    private static LanguageConfig config(Provider provider, @Nullable String url) {
        return new LanguageConfig(provider.id(), FakeModels.MODEL, FakeModels.KEY, url, 0, Duration.ofSeconds(5), null);
    }
}
