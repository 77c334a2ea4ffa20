package io.viralforge.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
    @Test
    void theOrderOfKeysDoesNotMatter() {
        Map<String, Object> forth = new LinkedHashMap<>();
        forth.put("a", 1);
        forth.put("b", List.of("x", Map.of("c", true, "d", Duration.ofSeconds(2))));
        Map<String, Object> back = new LinkedHashMap<>();
        back.put("b", List.of("x", Map.of("d", Duration.ofSeconds(2), "c", true)));
        back.put("a", 1);

        assertThat(Fingerprint.of(forth)).isEqualTo(Fingerprint.of(back)).hasSize(64);
    }

    @Test
    void anAbsentEntryIsTheSameAsANullOne() {
        Map<String, Object> withNull = new LinkedHashMap<>();
        withNull.put("a", 1);
        withNull.put("b", null);

        assertThat(Fingerprint.of(withNull)).isEqualTo(Fingerprint.of(Map.of("a", 1)));
    }

    @Test
    void differentArgumentsNeverReadTheSame() {
        List<Map<String, ?>> all = List.of(
                Map.of(),
                Map.of("a", "1"),
                Map.of("a", 1),
                Map.of("a", "12"),
                Map.of("a", "1", "b", "2"),
                Map.of("a", List.of("1", "2")),
                Map.of("a", List.of("12")),
                Map.of("a", List.of(List.of("1"), "2")),
                Map.of("a", List.of()),
                Map.of("a", Map.of()),
                Map.of("a", true),
                Map.of("a", "true"),
                Map.of("ab", "1"));

        assertThat(all.stream().map(Fingerprint::of).distinct()).hasSize(all.size());
    }
}
