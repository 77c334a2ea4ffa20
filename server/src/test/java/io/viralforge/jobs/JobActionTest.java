package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobActionTest {
    /** Every cell, told once more by hand: a change of the table has to be meant. */
    private static final Set<String> ALLOWED = Set.of(
            "QUEUED LEASE RUNNING",
            "RUNNING COMPLETE SUCCEEDED",
            "RUNNING TRY_AGAIN QUEUED",
            "RUNNING RELEASE QUEUED",
            "RUNNING SET_ASIDE QUEUED",
            "RUNNING GIVE_UP FAILED",
            "QUEUED DROP FAILED",
            "QUEUED CANCEL CANCELLED",
            "RUNNING CANCEL CANCELLED",
            "FAILED RETRY QUEUED",
            "CANCELLED RETRY QUEUED");

    @Test
    void everyCellOfTheTableIsMeant() {
        Set<String> cells = new TreeSet<>();
        for (JobAction action : JobAction.values()) {
            for (JobState from : JobState.values()) {
                if (action.from().contains(from)) {
                    cells.add(from + " " + action + " " + action.to());
                }
            }
        }
        assertThat(cells).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }

    @Test
    void onlyAPersonBringsAnEndedJobBack() {
        Set<JobAction> outOfEnded = Arrays.stream(JobAction.values())
                .filter(action -> action.from().stream().anyMatch(JobState::isEnded))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JobAction.class)));
        assertThat(outOfEnded).containsExactly(JobAction.RETRY);
    }

    @Test
    void theDiagramInTheDocumentsIsDrawnFromTheTable() throws IOException {
        Path document = Path.of("..", "docs", "job-states.md");
        String drawn = diagram();
        if (!Files.exists(document) || Boolean.getBoolean("forge.draw")) {
            Files.writeString(document, drawn);
        }
        assertThat(Files.readString(document))
                .as("run the test with -Dforge.draw=true to draw it anew")
                .isEqualTo(drawn);
    }

    private static String diagram() {
        String edges = Arrays.stream(JobAction.values())
                .flatMap(action -> action.from().stream()
                        .sorted()
                        .map(from -> "    %s --> %s: %s%n".formatted(from, action.to(), action)))
                .collect(Collectors.joining());
        return """
                # States of a job

                Drawn by `JobActionTest` from `JobAction`, the table that every change of a job's state goes through.

                ```mermaid
                stateDiagram-v2
                    [*] --> QUEUED
                %s    SUCCEEDED --> [*]
                ```
                """.formatted(edges);
    }
}
