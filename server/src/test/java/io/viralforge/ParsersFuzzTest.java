package io.viralforge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.ScalarTarget;
import io.viralforge.platform.http.AddressTarget;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.text.PlainText;
import io.viralforge.platform.transport.RequestTarget;
import io.viralforge.recipe.CaptionFormat;
import io.viralforge.recipe.Cue;
import io.viralforge.recipe.InvalidRecipeException;
import io.viralforge.recipe.Recipe;
import io.viralforge.testing.FuzzTarget;
import io.viralforge.testing.Fuzzing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What strangers write, read by whatever of ours reads it. The usual test takes the seeds; the full one lets Jazzer look
 * for what breaks them, {@code -Dfuzz.seconds=N} each.
 */
class ParsersFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 30));

    static Stream<FuzzTarget> targets() {
        return Stream.of(
                new Captions(),
                new Recipes(),
                new Texts(),
                new AddressTarget(),
                new RequestTarget(),
                new ScalarTarget());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void theSeedsBreakNothing(FuzzTarget target) throws Exception {
        assertThat(target.seeds()).isNotEmpty();
        for (String seed : target.seeds()) {
            target.take(seed.getBytes(UTF_8));
        }
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("targets")
    void nothingBreaksThem(FuzzTarget target) throws IOException, InterruptedException {
        long seed = Long.getLong("fuzz.seed", new Random().nextLong());
        assertThat(Fuzzing.search(target, TIME, seed)).as("seed %d", seed).isNull();
    }

    /** Documents of captions, read as each of the formats. */
    static final class Captions implements FuzzTarget {
        @Override
        public void take(byte[] input) {
            String text = new String(input, UTF_8);
            for (CaptionFormat each : CaptionFormat.values()) {
                try {
                    List<Cue> cues = each.parse(text, Duration.ofSeconds(1), Duration.ofSeconds(61));
                    assertThat(cues).hasSizeLessThanOrEqualTo(Cue.MOST).allSatisfy(cue -> {
                        assertThat(cue.text().replace("\n", "").chars()).noneMatch(Character::isISOControl);
                        assertThat(new Cue(cue.from(), cue.to(), cue.text(), cue.starts()))
                                .isEqualTo(cue);
                    });
                } catch (InvalidRecipeException refused) {
                    assertThat(refused.problems()).isNotEmpty();
                }
            }
        }

        @Override
        public List<String> seeds() {
            return List.of(
                    "WEBVTT\n\n00:01.000 --> 00:02.500 align:start\n<v Ann>Hello &amp; <b>you</b>\n\nNOTE x\n",
                    "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}you\n",
                    "Plain words.\nMore of them.",
                    "[Events]\nFormat: Start,End,Text\nDialogue: 0:00:01.00,0:00:02.00,{\\k5\\i1}He{\\p0}llo\\N{\\kf9}you\n",
                    "\ufeffWEBVTT - title\nX-Y: z\n\nid\n1:00:00.0 --> 9999:00:00.000\n&#x41;&#65;&lt;&bogus;&#99999999999;\n",
                    "WEBVTT\n\n00:00.000-->00:00.001\n<<<>>>&&&;;;<c.a.b><00:00.500>\u202e\u0000\n");
        }
    }

    /** Canonical recipes: what is read is written as it was. */
    static final class Recipes implements FuzzTarget {
        @Override
        public void take(byte[] input) {
            String text = new String(input, UTF_8);
            try {
                assertThat(Recipe.parse(text).canonical()).isEqualTo(text);
            } catch (InvalidRecipeException refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        }

        @Override
        public List<String> seeds() {
            return List.of(
                    Recipe.DEFAULT.canonical(),
                    "{}",
                    "[[[[1e999,-0,0.1,null,true,\"\\ud800\"]]]]",
                    "{\"a\":1,\"a\":2}",
                    "");
        }
    }

    /** Names and ids. */
    static final class Texts implements FuzzTarget {
        @Override
        public void take(byte[] input) {
            String text = new String(input, UTF_8);
            String line = PlainText.line(text);
            assertThat(PlainText.line(line)).isEqualTo(line);
            assertThat(PlainText.isPlain(line)).isTrue();
            assertThat(PlainText.isBlank(PlainText.stripped(text))).isEqualTo(PlainText.isBlank(text));
            Id id = Id.parse(text);
            if (id != null) {
                assertThat(id.toString()).isEqualToIgnoringCase(text);
            }
        }

        @Override
        public List<String> seeds() {
            return List.of(
                    "job_0123456789abcdef0123456789ABCDEF",
                    "apikey_0123456789abcdef0123456789abcdeg",
                    "a\u200db \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \u202e\u3164",
                    "\u00a0x\u2003",
                    "\u3164\u200db");
        }
    }
}
