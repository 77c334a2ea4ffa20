package io.viralforge.trends;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
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
        Input input = Input.argument(env, "input");
        Searches.Search search = searches.prepare(
                input.texts("keywords"),
                input.texts("languages"),
                input.texts("regions"),
                input.all("feeds", URI.class),
                input.as("since", Duration.class),
                input.values().get("sources") == null ? null : input.texts("sources"));
        return Flux.create(sink -> {
            Thread thread = Thread.ofVirtual().name("trend-search").unstarted(() -> {
                try {
                    searches.run(search, sink::next);
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
