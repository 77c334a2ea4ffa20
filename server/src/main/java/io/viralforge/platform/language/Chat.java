package io.viralforge.platform.language;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.text.PlainText;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the provider that is set, once; whatever happens, it is a {@link Reply}. */
final class Chat {
    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    private final LanguageConfig config;
    private final Provider provider;
    private final Outbound outbound;
    private final InstantSource clock;

    Chat(LanguageConfig config, Provider provider, Outbound outbound, InstantSource clock) {
        this.config = config;
        this.provider = provider;
        // The operator's own place, such as Ollama on this machine; users cannot name it.
        this.outbound = outbound.alsoTo(config.place());
        this.clock = clock;
    }

    /** The model with its provider. */
    String name() {
        return config.name();
    }

    Reply<String> ask(Prompt prompt, Duration time) {
        try {
            return read(
                    provider.model(config, new Wire(outbound, clock, time), prompt.mostTokens())
                            .chat(SystemMessage.from(prompt.instruction()), UserMessage.from(prompt.data())),
                    prompt);
        } catch (Wire.Fault fault) {
            return fault.reply();
        } catch (ContentFilteredException refusal) {
            return refused(prompt.most());
        } catch (RuntimeException unforeseen) {
            // The text of the exception may be the provider's.
            LOG.warn("{} answers otherwise than it did: {}", name(), unforeseen.getClass());
            return outOfShape(prompt.most());
        }
    }

    private Reply<String> read(ChatResponse response, Prompt prompt) {
        Tokens tokens = tokens(response.tokenUsage(), prompt);
        String text = response.aiMessage().text();
        // Anthropic's refusals come as something other than what there is a word for.
        if (response.finishReason() == FinishReason.CONTENT_FILTER || response.finishReason() == FinishReason.OTHER) {
            return refused(tokens);
        }
        if (response.finishReason() == FinishReason.LENGTH) {
            return new Reply.Failed<>(UserErrorCode.MODEL_TOO_LONG, "It had more to say than it may.", null, tokens);
        }
        return text == null
                ? outOfShape(tokens)
                : new Reply.Written<>(
                        PlainText.of(text), name(), clock.instant().truncatedTo(ChronoUnit.MILLIS), tokens);
    }

    /** Who does not say what it took is taken at the most. */
    private static Tokens tokens(@Nullable TokenUsage told, Prompt prompt) {
        return told == null || told.inputTokenCount() == null || told.outputTokenCount() == null
                ? prompt.most()
                : new Tokens(Math.max(0, told.inputTokenCount()), Math.max(0, told.outputTokenCount()));
    }

    private static Reply<String> refused(Tokens tokens) {
        return new Reply.Failed<>(UserErrorCode.MODEL_REFUSED, "It will not answer that.", null, tokens);
    }

    static <T> Reply<T> outOfShape(Tokens tokens) {
        return new Reply.Failed<>(
                UserErrorCode.MODEL_OUT_OF_SHAPE, "It answered in a way that cannot be read.", null, tokens);
    }
}
