package io.viralforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.error.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationCheckTest {
    @Test
    void whatAWorkerSaysOfItselfHidesNothing() {
        assertThat(refused("Render 1 \u00AE", "RTX")).isEmpty();
        assertThat(refused("Render\u202E1", "RTX")).isEqualTo("INVALID [input, name]");
        assertThat(refused("\u200B", "RTX")).isEqualTo("OUT_OF_RANGE [input, name]");
        assertThat(refused("Render", "RT\u200BX")).isEqualTo("INVALID [input, capabilities, gpus]");
    }

    private static String refused(String name, String gpu) {
        Workers.Registration worker = new Workers.Registration(
                "instance-1",
                name,
                "1",
                "r1",
                new Worker.Capabilities(1, 1, List.of(gpu), List.of("libx264"), List.of("h264"), "7.1", List.of()),
                List.of());
        return switch (RegistrationCheck.checked(worker)) {
            case Outcome.Done<Workers.Registration> done -> "";
            case Outcome.Refused<Workers.Registration> refused ->
                refused.errors().getFirst().code() + " "
                        + refused.errors().getFirst().path();
        };
    }
}
