package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.BeanProvider;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.viralforge.testing.TestServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    private final BeanProvider<EmbeddedServer> server =
            () -> TestServer.shared().bean(EmbeddedServer.class);

    @ParameterizedTest
    @ValueSource(strings = {"forge.example", "forge.example:8443", "192.168.1.7:8080", "[::1]:8080", "my_host"})
    void aUrlOfOursLeadsToWhereTheCallerFoundUs(String host) {
        assertThat(completed("/objects/a?b=c", null, host)).isEqualTo("http://" + host + "/objects/a?b=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example/x?", "user@evil.example", "a b", "a:999999", "", "[::1]x", "h\"><script>"})
    void aHostThatIsNoneIsNotRepeated(String host) {
        assertThat(completed("/objects/a", null, host))
                .isEqualTo(TestServer.shared().uri() + "/objects/a");
    }

    @Test
    void theConfiguredAddressGoesBeforeAnyHeader() {
        assertThat(completed("/objects/a", "https://studio.example/forge/", "other.example"))
                .isEqualTo("https://studio.example/forge/objects/a");
    }

    @Test
    void withoutARequestItIsTheServersOwnAddress() {
        assertThat(completed("/objects/a", " ", null))
                .isEqualTo(TestServer.shared().uri() + "/objects/a");
    }

    @Test
    void anAddressElsewhereStaysAsItIs() {
        assertThat(completed("https://s3.example/x?y=z", null, "forge.example")).isEqualTo("https://s3.example/x?y=z");
    }

    private String completed(String url, @Nullable String configured, @Nullable String host) {
        graphql.GraphQLContext context = graphql.GraphQLContext.newContext().build();
        ServerAddress address = new ServerAddress(configured, server);
        if (host == null) {
            address.note(context);
        } else {
            MutableHttpRequest<?> request = HttpRequest.GET("/graphql").header("Host", host);
            ServerRequestContext.with(request, () -> address.note(context));
        }
        return ServerAddress.complete(URI.create(url), context);
    }
}
