package io.viralforge.trends.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class StoriesTest {
    private static final Meanings MEANINGS = new Meanings();
    private static final Meanings BY_WORDS = new Meanings(() -> {
        throw new UnsatisfiedLinkError("not for this machine");
    });

    @AfterAll
    static void close() {
        MEANINGS.close();
        BY_WORDS.close();
    }

    /** The figures of docs/adr/0103; the thresholds were chosen by the first set alone. */
    @Test
    void pairsAreJudgedAsWasMeasured() {
        assertThat(judged(MEANINGS, "calibration", true)).isEqualTo(new Judged(17, 0, 4));
        assertThat(judged(MEANINGS, "held-out", true)).isEqualTo(new Judged(12, 0, 7));
        assertThat(judged(MEANINGS, "calibration", false)).isEqualTo(new Judged(7, 0, 0));
        assertThat(judged(MEANINGS, "held-out", false)).isEqualTo(new Judged(7, 0, 1));
    }

    @Test
    void withoutTheModelFewerAreFoundAndNoneWrongly() {
        assertThat(judged(BY_WORDS, "calibration", true)).isEqualTo(new Judged(7, 0, 14));
        assertThat(judged(BY_WORDS, "held-out", true)).isEqualTo(new Judged(9, 0, 10));
    }

    @Test
    void theOrderOfThoseKnownChangesNothing() {
        List<Story> known = new ArrayList<>(grouped(List.of("Volcano erupts in Iceland", "Rust 1.90 released", "A cat"))
                .values());
        Meaning meaning = MEANINGS.of(List.of("Announcing Rust 1.90")).getFirst();
        Story found = Stories.of(UUID.randomUUID(), "Announcing Rust 1.90", meaning, known);
        Collections.reverse(known);
        assertThat(Stories.of(UUID.randomUUID(), "Announcing Rust 1.90", meaning, known))
                .isEqualTo(found);
        assertThat(found.lead()).isEqualTo("Rust 1.90 released");
        assertThat(found.things()).isEqualTo(2);
        assertThat(found.id()).isEqualTo(known.get(1).id());
    }

    @Test
    void storiesAreTheSameInWhateverOrderTheirThingsCome() {
        List<String> titles = new ArrayList<>(List.of(
                "Volcano erupts in Iceland, town evacuated",
                "Icelandic town cleared as volcano erupts",
                "Iceland volcano erupts and town is evacuated",
                "OpenAI releases GPT-5",
                "GPT-5 is here: OpenAI launches its new model",
                "OpenAI releases GPT-4",
                "OpenAI sues a rival over trade secrets",
                "Hacker steals data of two million bank customers",
                "Data of two million bank customers stolen by hacker"));
        Set<Set<String>> expected = partition(titles);
        assertThat(expected).hasSize(5);
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(titles, random);
            assertThat(partition(titles)).isEqualTo(expected);
        }
    }

    private record Judged(int found, int wrong, int missed) {}

    private static Judged judged(Meanings meanings, String set, boolean isEnglish) {
        int found = 0;
        int wrong = 0;
        int missed = 0;
        for (TitlePairs.Pair pair : TitlePairs.read()) {
            if (pair.set().equals(set) && pair.language().equals("en") == isEnglish) {
                List<Meaning> both = meanings.ofAll(Stream.of(pair.one(), pair.other())
                        .map(title -> new Text(title, pair.language()))
                        .toList());
                Story lead = Story.of(UUID.randomUUID(), pair.one(), both.get(0));
                boolean isOne = Stories.of(UUID.randomUUID(), pair.other(), both.get(1), List.of(lead))
                        .id()
                        .equals(lead.id());
                found += isOne && pair.isSame() ? 1 : 0;
                wrong += isOne && !pair.isSame() ? 1 : 0;
                missed += !isOne && pair.isSame() ? 1 : 0;
            }
        }
        return new Judged(found, wrong, missed);
    }

    private static Map<String, Story> grouped(List<String> titles) {
        Map<UUID, Story> stories = new LinkedHashMap<>();
        Map<String, UUID> each = new LinkedHashMap<>();
        List<Meaning> meanings = MEANINGS.of(titles);
        for (int i = 0; i < titles.size(); i++) {
            Story story = Stories.of(UUID.randomUUID(), titles.get(i), meanings.get(i), stories.values());
            stories.put(story.id(), story);
            each.put(titles.get(i), story.id());
        }
        return each.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> stories.get(entry.getValue()), (a, b) -> a, LinkedHashMap::new));
    }

    private static Set<Set<String>> partition(List<String> titles) {
        return Set.copyOf(grouped(titles).entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getValue().id(), Collectors.mapping(Map.Entry::getKey, Collectors.toSet())))
                .values());
    }
}
