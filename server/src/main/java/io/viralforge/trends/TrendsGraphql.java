package io.viralforge.trends;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** trends.graphqls. */
@Singleton
final class TrendsGraphql implements GraphqlFeature {
    private final Searches searches;

    TrendsGraphql(Searches searches) {
        this.searches = searches;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("trendSources", env -> searches.sources()))
                .type("Subscription", type -> type.dataFetcher("trendSearch", this::search));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of("TrendSource", SourceView.class, "TrendSearchAnswer", SearchAnswer.class);
    }

    private Publisher<SearchAnswer> search(DataFetchingEnvironment env) {
        UUID studio = Caller.studio(env);
        Input input = Input.argument(env, "input");
        Brief brief = Brief.of(input);
        Duration since = input.as("since", Duration.class);
        searches.check(brief, since);
        return Flux.create(sink -> {
            Thread thread = Thread.ofVirtual().name("trend-search").unstarted(() -> {
                try {
                    searches.run(studio, brief, since, sink::next);
                    sink.complete();
                } catch (RuntimeException e) {
                    sink.error(e);
                }
            });
            sink.onCancel(thread::interrupt);
            thread.start();
        });
    }
}
