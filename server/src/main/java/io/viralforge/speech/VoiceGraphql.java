package io.viralforge.speech;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Payload;
import jakarta.inject.Singleton;
import java.util.Map;

/** voices.graphqls. */
@Singleton
final class VoiceGraphql implements GraphqlFeature {
    private final Voices voices;

    VoiceGraphql(Voices voices) {
        this.voices = voices;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("voices", env -> voices.all())
                                .dataFetcher("voiceUsage", env -> voices.usage(Caller.studio(env))))
                .type("Mutation", type -> type.dataFetcher("voiceSpeak", this::speak));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("Voice", VoiceStanding.class);
    }

    private Object speak(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        return Payload.of("asset", voices.speak(Caller.member(env), input.text("voice"), input.text("text")));
    }
}
