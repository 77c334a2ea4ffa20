package io.viralforge.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionFormatTest {
    private static final Duration END = Duration.ofSeconds(20);

    @Test
    void aWebVttDocumentIsReadWithoutItsMarkup() {
        var cues = vtt("""
                \uFEFFWEBVTT - a title
                Kind: captions

                STYLE
                ::cue { color: red }

                NOTE not shown

                intro
                00:00.000 --> 00:00:01.500 line:80% align:start
                <v Hildy>How are <b>you</b>,<99:00> Tom &amp; J&eacute; &#x41;&lt;b&gt;?
                2 < 3

                100:00:02.000 --> 100:00:02.001
                \t
                """.replace("100:", "00:") + "\n00:00:03.000-->00:00:04.000\nlast");

        assertThat(cues)
                .containsExactly(cue(0, 1500, "How are you, Tom & J&eacute; A<b>?\n2 < 3"), cue(3000, 4000, "last"));
    }

    @Test
    void timesWithinAWebVttCueSayWhenWordsBegin() {
        assertThat(starts("one<00:00:01.250><c> two</c><00:01.500><c> three</c>"))
                .containsExactly(1000L, 1250L, 1500L);
        assertThat(starts("<00:01.100>one <00:01.200>two\n<00:01.900>three")).containsExactly(1100L, 1200L, 1900L);
        // The second word is told nothing about, and begins in between.
        assertThat(starts("one two <00:01.800>three")).containsExactly(1000L, 1400L, 1800L);
        // Within a word, out of order, outside the cue, or no time at all.
        assertThat(starts("o<00:01.100>ne <00:01.500>two <00:01.400>three <00:07.000>four"))
                .startsWith(1000L, 1500L)
                .hasSize(4)
                .isSorted();
        assertThat(starts("one <00:01,x>two <1>three <99:99.000>four")).isEmpty();
        assertThat(srt("1\n00:00:01,000 --> 00:00:02,000\none <00:00:01.500>two")
                        .getFirst()
                        .starts())
                .isEmpty();
    }

    @Test
    void wordsWithoutTimesAreSpreadByLength() {
        assertThat(cue(0, 1000, "a bbbbbbb, c").wordStarts())
                .extracting(Duration::toMillis)
                .containsExactly(0L, 125L, 875L);
    }

    @Test
    void aSubRipDocumentIsReadWithoutItsMarkup() {
        var cues = srt("""
                1
                00:00:01,000 --> 00:00:02,5 X1:10
                {\\an8}<i>Hello</i> {there}

                2
                00:00:03.000 --> 00:00:04,000
                Again
                and again
                """.replace("\n", "\r\n"));
        assertThat(cues).containsExactly(cue(1000, 2500, "Hello {there}"), cue(3000, 4000, "Again\nand again"));
    }

    @Test
    void aSubStationDocumentIsReadWithoutItsStylesDrawingsAndEffects() {
        var cues = ass("""
                \uFEFF[Script Info]
                Dialogue: not here
                [V4+ Styles]
                Style: Default,Arial
                [Fonts]
                fontname: ../../etc/passwd
                [Events]
                Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
                Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Not shown
                Dialogue: 0,0:00:01.00,0:00:02.50,Default,Ann,0,0,0,,{\\an8\\i1}Hello{\\i0}, you\\Nand\\hyou {
                Dialogue: 0,0:00:02.50,0:00:03.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}{\\fad(1,2)\\pos(1,2)}
                Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\k20}one {\\kf50\\b1}two,{\\K10} three {\\ko5}four
                """);
        assertThat(cues)
                .containsExactly(
                        cue(1000, 2500, "Hello, you\nand you {"),
                        new Cue(
                                millis(3000),
                                millis(4000),
                                "one two, three four",
                                List.of(millis(3000), millis(3200), millis(3700), millis(3800))));
    }

    @Test
    void whatIsWrittenAsWebVttComesBackAsItWas() {
        var random = new Random(11);
        for (int i = 0; i < 500; i++) {
            var cues = random.ints(5, 0, 80_000_000)
                    .mapToObj(from -> {
                        var cue = cue(from, from + 1_000, "a <b>&amp; c --> d\nשלום e\u0301 " + random.nextInt());
                        return random.nextBoolean() ? cue : new Cue(cue.from(), cue.to(), cue.text(), cue.wordStarts());
                    })
                    .toList();
            assertThat(vtt(CaptionWriter.vtt(cues))).isEqualTo(cues);
        }
        assertThat(CaptionWriter.vtt(List.of(new Cue(
                        millis(1000),
                        millis(3000),
                        "Tom & I\n\nme",
                        List.of(millis(1000), millis(1500), millis(1500), millis(3000))))))
                .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nTom <00:00:01.500>&amp; I\nme\n");
    }

    @Test
    void whatIsWrittenAsSubRipIsReadAgain() {
        var cues = List.of(cue(1000, 2500, "Hello {there}"), cue(3_600_000, 3_601_000, "a -> b\n2 < 3"));
        assertThat(CaptionWriter.srt(cues))
                .startsWith("1\n00:00:01,000 --> 00:00:02,500\nHello {there}\n\n2\n01:00:00,000");
        assertThat(srt(CaptionWriter.srt(cues))).isEqualTo(cues);
        assertThat(srt(CaptionWriter.srt(List.of(cue(0, 1, "a --> b\n\nc"))))).containsExactly(cue(0, 1, "a -> b\nc"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            VTT | ``                                              | Line 1: A WebVTT document begins with WEBVTT.
            VTT | WEBVTTX                                         | Line 1: A WebVTT document begins with WEBVTT.
            VTT | WEBVTT//0:0 --> 1:1                             | Line 3: Not a time: "0:0".
            VTT | WEBVTT//00:01.000 --> 00:01.000/x               | Line 3: Must be after from.
            VTT | WEBVTT//00:61.000 --> 00:62.000/x               | Line 3: Not a time: "00:61.000".
            VTT | WEBVTT//99999:00:61.000 --> 00:62.000/x         | Line 3: Not a time: "99999:00:61.000".
            VTT | WEBVTT//00:01.000 --> 00:02.000/x/00:03.000 --> | Line 5: A blank line is missing before these times.
            ASS | hello                                           | Line 1: A SubStation document has a part [Events].
            ASS | [Events]/Format: Start, Text, End               | Line 2: Format must have Start and End, and end with Text.
            ASS | [Events]/Dialogue: 0,0:00:01.00,0:00:02.00,x    | Line 2: Expected 10 fields with commas between.
            ASS | [Events]/Format:Start,End,Text/Dialogue:1,2,x   | Line 3: Not a time: "1".
            SRT | hello                                           | Line 1: Expected a line with times, such as 00:00:01,000 --> 00:00:02,500.
            SRT | 1/2/00:00:01,000 --> 00:00:02,000/x             | Line 3: A line with times comes first in its block, or after one name.
            """)
    void whatIsWrongIsToldWithItsLine(CaptionFormat format, String document, String message) {
        assertThatThrownBy(() -> format.parse(document.replace('/', '\n'), Duration.ZERO, END))
                .isInstanceOfSatisfying(
                        InvalidRecipeException.class,
                        e -> assertThat(e.problems().getFirst().message()).isEqualTo(message));
    }

    @Test
    void theLimitsAreKept() {
        String cue = "00:00.000 --> 00:01.000\nx\n\n";
        assertThat(vtt("WEBVTT\n\n" + cue.repeat(Cue.MOST))).hasSize(Cue.MOST);
        assertThatThrownBy(() -> vtt("WEBVTT\n\n" + cue.repeat(Cue.MOST + 1))).hasMessageContaining("2,000");
        assertThatThrownBy(() -> vtt("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "x".repeat(501)))
                .hasMessageContaining("Line 3: Must have 1 to 500 characters.");
        assertThatThrownBy(() -> vtt("WEBVTT" + "\n".repeat(200_000))).hasMessageContaining("200000");
    }

    @Test
    @Timeout(10)
    void hostileDocumentsTakeNoLongerThanOthers() {
        int much = CaptionFormat.LONGEST_DOCUMENT - 100;
        String head = "WEBVTT\n\n00:00.000 --> 00:01.000\n";
        String assHead = "[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,,,,,,,";
        for (String piece : List.of(
                "<",
                "<a",
                "{\\",
                "{\\k",
                "{\\k1}",
                "{}",
                "\\N",
                "<1:00.0>",
                "&",
                "&#",
                "\u0301\u0323",
                "\n\n-->",
                " ",
                "<a>",
                "&amp;",
                "\ud800")) {
            for (CaptionFormat format : CaptionFormat.values()) {
                String document = switch (format) {
                            case VTT -> head;
                            case SRT -> head.substring(8);
                            case ASS -> assHead;
                            case TEXT -> "";
                        }
                        + piece.repeat(much / piece.length());
                try {
                    format.parse(document, Duration.ZERO, END);
                } catch (InvalidRecipeException expected) {
                    assertThat(expected.problems()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void noiseIsEitherReadOrRefusedButNeverBreaksAnything() {
        var random = new Random(7);
        String alphabet = "WEBVTT \n\r0123456789:.,-><&;#{}\\aé\u0301\ud83d\ude00";
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder(i % 2 == 0 ? "WEBVTT\n\n00:00.000 --> 00:09.000\n" : "");
            random.ints(random.nextInt(80), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
            for (CaptionFormat format : CaptionFormat.values()) {
                try {
                    assertThat(format.parse(text.toString(), Duration.ZERO, END))
                            .hasSizeLessThan(100);
                } catch (InvalidRecipeException expected) {
                    assertThat(expected.problems()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void plainTextIsCutWhereItIsSpokenAndShownByItsLength() {
        var cues = text("It was a bright cold day in April, and the clocks were striking thirteen. Winston went in!");

        assertThat(cues)
                .extracting(Cue::text)
                .containsExactly(
                        "It was a bright cold day in",
                        "April, and the clocks were",
                        "striking thirteen.",
                        "Winston went in!");
        assertThat(cues.getFirst().from()).isZero();
        assertThat(cues.getLast().to()).isEqualTo(END);
    }

    @Test
    void plainTextWithoutSpacesIsCutToo() {
        var cues = text("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で".repeat(2));
        assertThat(cues)
                .hasSizeGreaterThan(4)
                .allSatisfy(cue -> assertThat(cue.text()).hasSizeLessThan(40));
        assertThat(text("x".repeat(1200)))
                .extracting(cue -> cue.text().length())
                .containsExactly(500, 500, 200);
        assertThat(text(" \n \n")).isEmpty();
    }

    @Test
    void timesOfPlainTextAreInOrderAndWithoutGapsForAnyTextAndTime() {
        var random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Duration to = Duration.ofMillis(100 + random.nextInt(60_000));
            var cues = CaptionFormat.TEXT.parse(
                    "some words, and more. ".repeat(1 + random.nextInt(40)), Duration.ZERO, to);
            for (int at = 1; at < cues.size(); at++) {
                assertThat(cues.get(at).from()).isEqualTo(cues.get(at - 1).to());
            }
            assertThat(cues.getLast().to()).isEqualTo(to);
        }
        assertThatThrownBy(() -> CaptionFormat.TEXT.parse("x\n".repeat(10_000), Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("Too much text for the 1.0 s there are.");
    }

    private static List<Cue> vtt(String document) {
        return CaptionFormat.VTT.parse(document, Duration.ZERO, END);
    }

    private static List<Cue> srt(String document) {
        return CaptionFormat.SRT.parse(document, Duration.ZERO, END);
    }

    private static List<Cue> ass(String document) {
        return CaptionFormat.ASS.parse(document, Duration.ZERO, END);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static List<Cue> text(String document) {
        return CaptionFormat.TEXT.parse(document, Duration.ZERO, END);
    }

    private static List<Long> starts(String text) {
        return vtt("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text).getFirst().starts().stream()
                .map(Duration::toMillis)
                .toList();
    }

    private static Cue cue(long from, long to, String text) {
        return new Cue(Duration.ofMillis(from), Duration.ofMillis(to), text);
    }
}
