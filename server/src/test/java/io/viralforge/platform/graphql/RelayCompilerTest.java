package io.viralforge.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.viralforge.testing.NpmFolder;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Relay's own compiler takes the schema for one of its kind: connections, objects fetched anew, subscriptions. */
@Tag("full")
class RelayCompilerTest {
    private static final Pattern TEXT = Pattern.compile("\"text\": (\"(?:[^\"\\\\]|\\\\.)*\")");

    @Test
    void itCompilesAnApplicationAndWhatItWroteIsAnswered() throws IOException, InterruptedException {
        Path folder = NpmFolder.of("relay");
        Files.copy(
                Path.of("src/test/resources/schema.snapshot.graphqls"),
                folder.resolve("schema.graphql"),
                StandardCopyOption.REPLACE_EXISTING);
        Path log = folder.resolve("relay.log");
        Process compiler = new ProcessBuilder("node", "node_modules/relay-compiler/cli.js")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(compiler.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(compiler.exitValue()).as(Files.readString(log)).isZero();

        TestServer server = TestServer.shared();
        Actor.Member member = server.newMember(Scope.READ);
        for (String operation : new String[] {"JobsQuery", "JobsPaginationQuery"}) {
            String text = text(folder.resolve("src/__generated__/" + operation + ".graphql.ts"));
            assertThat(server.data(member, text, Map.of("first", 3))
                            .at("/jobs/pageInfo/hasNextPage")
                            .isBoolean())
                    .isTrue();
        }
        String again = text(folder.resolve("src/__generated__/JobsDetailRefetchQuery.graphql.ts"));
        assertThat(server.data(member, again, Map.of("id", "x")).get("node").isNull())
                .isTrue();
    }

    private static String text(Path artifact) throws IOException {
        Matcher text = TEXT.matcher(Files.readString(artifact));
        assertThat(text.find()).isTrue();
        return new ObjectMapper().readValue(text.group(1), String.class);
    }
}
