package io.viralforge.platform.language;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who runs models. All but one speak OpenAI's language. */
public enum Provider {
    GROQ("https://api.groq.com/openai/v1"),
    OPENAI("https://api.openai.com/v1"),
    ANTHROPIC("https://api.anthropic.com/v1"),
    GEMINI("https://generativelanguage.googleapis.com/v1beta/openai"),
    OLLAMA("http://127.0.0.1:11434/v1");

    private final URI url;

    Provider(String url) {
        this.url = URI.create(url);
    }

    /** Its name in settings and answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, as a person reads them. */
    public static String ids() {
        return Arrays.stream(values()).map(Provider::id).collect(Collectors.joining(", "));
    }

    /** Whether it is the name of one. */
    public static boolean isOne(String id) {
        return Arrays.stream(values()).anyMatch(provider -> provider.id().equals(id));
    }

    /** Whether it asks who asks. */
    public boolean wantsKey() {
        return this != OLLAMA;
    }

    /** Where it is, unless the operator says otherwise. */
    URI url() {
        return url;
    }

    /** The model that is set, asked by a client of ours, once and without a word in the log. */
    ChatModel model(LanguageConfig config, HttpClientBuilder client, int mostTokens) {
        return switch (this) {
            case ANTHROPIC ->
                AnthropicChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(config.place().toString())
                        .apiKey(config.apiKey())
                        .modelName(config.model())
                        .maxTokens(mostTokens)
                        .maxRetries(0)
                        .build();
            case GROQ, OPENAI ->
                openAi(config, client).maxCompletionTokens(mostTokens).build();
            // These know the limit by its old name.
            case GEMINI, OLLAMA -> openAi(config, client).maxTokens(mostTokens).build();
        };
    }

    private static OpenAiChatModelBuilder openAi(LanguageConfig config, HttpClientBuilder client) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(config.place().toString())
                .apiKey(config.apiKey())
                .modelName(config.model())
                .maxRetries(0);
    }
}
