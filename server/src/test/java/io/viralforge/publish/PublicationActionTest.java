package io.viralforge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PublicationActionTest {
    @Test
    void onlyAPersonsWordLeadsFromTheUnknownToAnotherUpload() {
        assertThat(PublicationAction.values())
                .filteredOn(action -> action.from().contains(PublicationState.UNCONFIRMED))
                .containsExactlyInAnyOrder(PublicationAction.FIND, PublicationAction.MISS);
        assertThat(PublicationAction.values())
                .filteredOn(action -> action.to() == PublicationState.UPLOADING)
                .containsExactly(PublicationAction.BEGIN);
    }

    @Test
    void noDraftIsScheduledWithoutConsent() {
        assertThat(PublicationAction.values())
                .filteredOn(action -> action.to() == PublicationState.SCHEDULED
                        && action.from().contains(PublicationState.DRAFT))
                .isEmpty();
    }

    @Test
    void theDiagramInTheDocumentsIsDrawnFromTheTable() throws IOException {
        Path document = Path.of("..", "docs", "publication-states.md");
        String drawn = diagram();
        if (!Files.exists(document) || Boolean.getBoolean("forge.draw")) {
            Files.writeString(document, drawn);
        }
        assertThat(Files.readString(document))
                .as("run the test with -Dforge.draw=true to draw it anew")
                .isEqualTo(drawn);
    }

    private static String diagram() {
        String edges = Arrays.stream(PublicationAction.values())
                .flatMap(action -> action.from().stream()
                        .sorted()
                        .map(from -> "    %s --> %s: %s%n".formatted(from, action.to(), action)))
                .collect(Collectors.joining());
        return """
                # States of a publication

                Drawn by `PublicationActionTest` from `PublicationAction`, the table that every change of a publication's state goes through.

                ```mermaid
                stateDiagram-v2
                    [*] --> DRAFT
                %s    REMOVED --> [*]
                ```
                """.formatted(edges);
    }
}
