package io.viralforge.trends.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class MeaningsTest {
    private static final Meanings MEANINGS = new Meanings();

    @AfterAll
    static void close() {
        MEANINGS.close();
    }

    /** What is expected came of the model's own Java binding and the onnxruntime that it was published with, 1.20. */
    @Test
    void likenessesAreThoseOfTheModel() {
        assertThat(likeness("openai releases gpt-5", "gpt-5 is here: openai launches its new model"))
                .isCloseTo(0.9206, within(0.004));
        assertThat(likeness("bitcoin falls below 80,000", "how to buy bitcoin safely"))
                .isCloseTo(0.2766, within(0.004));
        assertThat(likeness("a cat sleeps on the mat", "stock markets fell on monday"))
                .isCloseTo(0.0183, within(0.004));
    }

    @Test
    void eightBitsChangeALikenessByAThousandthOrTwo() throws Exception {
        try (Minilm model = new Minilm()) {
            List<float[]> exact = new ArrayList<>();
            List<Direction> kept = new ArrayList<>();
            for (TitlePairs.Pair pair : TitlePairs.read()) {
                exact.add(model.read(pair.one()));
                kept.add(Direction.of(exact.getLast()));
            }
            for (int i = 1; i < exact.size(); i++) {
                assertThat(kept.get(i).cosine(kept.get(i - 1)))
                        .isCloseTo(cosine(exact.get(i), exact.get(i - 1)), within(0.002));
            }
        }
    }

    @Test
    void aMeaningIsTheSameWhateverStandsBesideItAndAfterItWasKept() {
        List<String> many =
                IntStream.range(0, 40).mapToObj(i -> "Title number " + i).toList();
        List<Meaning> all = MEANINGS.of(many);
        assertThat(all).hasSize(40).doesNotHaveDuplicates();
        assertThat(MEANINGS.of(many.subList(37, 38))).containsExactly(all.get(37));
        Meaning read = Meaning.of(all.get(37).bytes());
        assertThat(read).isEqualTo(all.get(37));
        assertThat(read.likeness(all.get(5))).isEqualTo(all.get(37).likeness(all.get(5)));
        assertThat(all.get(37).bytes()).hasSize(768);
        assertThatThrownBy(() -> Meaning.of(new byte[100])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherLanguagesAreComparedByTheirWords() {
        List<Meaning> all = MEANINGS.ofAll(List.of(
                new Text("Zug entgleist bei Wien, Dutzende Verletzte", "de"),
                new Text("Dutzende Verletzte: Zug bei Wien entgleist", "de"),
                new Text("Корабль Starship", null),
                new Text("Vienna train derails", "en-GB")));
        assertThat(all).extracting(Meaning::hasSense).containsExactly(false, false, false, true);
        assertThat(all.get(0).likeness(all.get(1))).isCloseTo(1, within(0.001));
        assertThat(all.get(0).bytes()).hasSize(384);
        assertThat(MEANINGS.of(List.of("", "🔥", "…")).get(1).likeness(all.get(0)))
                .isZero();
    }

    @Test
    void theModelIsLoadedByTheFirstThatIsAsked() {
        AtomicInteger loads = new AtomicInteger();
        try (Meanings meanings = new Meanings(() -> {
            loads.incrementAndGet();
            return new Minilm();
        })) {
            meanings.ofAll(List.of(new Text("nichts davon", "de")));
            assertThat(loads).hasValue(0);
            meanings.of(List.of("something", "of it"));
            meanings.of(List.of("and more"));
            assertThat(loads).hasValue(1);
            assertThat(meanings.isByWordsAlone()).isFalse();
        }
    }

    @Test
    void whereTheModelCannotRunTitlesAreComparedByTheirWords() {
        AtomicInteger loads = new AtomicInteger();
        try (Meanings meanings = new Meanings(() -> {
            loads.incrementAndGet();
            throw new UnsatisfiedLinkError("not for this machine");
        })) {
            assertThat(meanings.isByWordsAlone()).isFalse();
            List<Meaning> all =
                    meanings.of(List.of("Volcano erupts in Iceland", "In Iceland, a volcano erupts", "Cats"));
            assertThat(all.get(0).likeness(all.get(1))).isCloseTo(1, within(0.001));
            assertThat(all.get(0).likeness(all.get(2))).isLessThan(0.3);
            assertThat(meanings.isByWordsAlone()).isTrue();
            assertThat(loads).hasValue(1);
        }
    }

    /** 1.29 sends events and a device's id to its maker unless the environment forbids it (docs/adr/0103). */
    @Test
    void theRuntimeKnowsNobodyToTell() throws IOException {
        for (String library : List.of(
                "linux-x64/libonnxruntime.so", "linux-aarch64/libonnxruntime.so", "osx-aarch64/libonnxruntime.dylib")) {
            try (InputStream in = Objects.requireNonNull(
                    Minilm.class.getResourceAsStream("/ai/onnxruntime/native/" + library), library)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("events.data.microsoft"))
                        .as(library)
                        .isFalse();
            }
        }
    }

    private static double likeness(String one, String other) {
        List<Meaning> both = MEANINGS.of(List.of(one, other));
        return both.get(0).likeness(both.get(1));
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double ofOne = 0;
        double ofOther = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            ofOne += one[i] * one[i];
            ofOther += other[i] * other[i];
        }
        return product / Math.sqrt(ofOne * ofOther);
    }
}
