package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viralforge.forecast.UnreadableSightingsException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SightingsFileTest {
    private static final String HEADER = "video_id,fetched_at,views\n";
    private static final Instant AT = Instant.parse("2026-01-16T02:33:57Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-16T02:33:57",
                "2026-01-16 02:33:57",
                "2026-01-16T02:33:57Z",
                "2026-01-16 02:33:57+00:00",
                "2026-01-16T04:33:57.250+02:00"
            })
    void aTimeIsReadAsItComes(String time) throws IOException {
        assertThat(read(HEADER + "a," + time + ",5\n").getFirst().seenAt().getEpochSecond())
                .isEqualTo(AT.getEpochSecond());
    }

    @Test
    void onlyThreeColumnsMustBeThereInAnyOrder() throws IOException {
        Sighting one = read("\uFEFFviews, Fetched_At ,more,item\r\n5,2026-01-16T02:33:57Z,x,\"a, \"\"b\"\"\"\r\n")
                .getFirst();
        assertThat(one.item()).isEqualTo("a, \"b\"");
        assertThat(one.views()).isEqualTo(5);
        assertThat(one.channel()).isNull();
        assertThat(one.publishedAt()).isNull();
        assertThat(one.likes()).isNaN();
    }

    @Test
    void whatDataFramesWriteForNothingIsNothing() throws IOException {
        String text = """
                video_id,fetched_at,views,likes,published_at,duration
                a,2026-01-16T02:33:57,7,nan,NaN,PT3M
                b,2026-01-16T02:33:57,None,,,
                """;
        List<Sighting> read = read(text);
        assertThat(read).hasSize(1);
        assertThat(read.getFirst().likes()).isNaN();
        assertThat(read.getFirst().seconds()).isEqualTo(180);
    }

    @Test
    void rowsWithoutViewsArePassedOverButCounted() throws IOException {
        byte[] bytes =
                (HEADER + "a,2026-01-16T02:33:57,0\n\nb,2026-01-16T02:33:57,1\n").getBytes(StandardCharsets.UTF_8);
        List<Sighting> read = new ArrayList<>();
        assertThat(SightingsFile.read(new ByteArrayInputStream(bytes), read::add))
                .isEqualTo(2);
        assertThat(read).extracting(Sighting::item).containsExactly("b");
    }

    @Test
    void itIsGzippedOrNot() throws IOException {
        assertThat(read(zipped(HEADER + "a,2026-01-16T02:33:57,5\n"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COLUMNS | 1 | video_id,views",
                "COLUMNS | 1 | video_id,fetched_at,views,views",
                "FIELDS  | 3 | video_id,fetched_at,views~a,2026-01-16T02:33:57,5~a,2026-01-16T02:33:57",
                "FIELDS  | 2 | video_id,fetched_at,views~a,2026-01-16T02:33:57,5,6",
                "NUMBER  | 2 | video_id,fetched_at,views~a,2026-01-16T02:33:57,many",
                "NUMBER  | 2 | video_id,fetched_at,views~a,2026-01-16T02:33:57,-5",
                "NUMBER  | 2 | video_id,fetched_at,views~a,2026-01-16T02:33:57,1e300",
                "NUMBER  | 2 | video_id,fetched_at,views~a,2026-01-16T02:33:57,0x1p3",
                "NUMBER  | 2 | video_id,fetched_at,views,duration~a,2026-01-16T02:33:57,5,PT99999999999999999999S",
                "TIME    | 2 | video_id,fetched_at,views~a,yesterday,5",
                "TIME    | 2 | video_id,fetched_at,views~a,2026-02-30T00:00:00,5",
                "TIME    | 2 | video_id,fetched_at,views~a,9999-01-01T00:00:00,5",
                "TIME    | 2 | video_id,fetched_at,views~a,,5",
                "ITEM    | 2 | video_id,fetched_at,views~,2026-01-16T02:33:57,5",
                "QUOTES  | 2 | video_id,fetched_at,views~'a,2026-01-16T02:33:57,5",
                "QUOTES  | 2 | video_id,fetched_at,views~'a'b,2026-01-16T02:33:57,5",
            })
    void whatIsWrongIsToldWithItsLine(Code code, int line, String text) {
        UnreadableSightingsException thrown = catchThrowableOfType(
                UnreadableSightingsException.class,
                () -> read(text.replace('~', '\n').replace('\'', '"')));
        assertThat(thrown.code()).isEqualTo(code);
        assertThat(thrown.line()).isEqualTo(line);
        assertThat(thrown).hasMessageStartingWith("Line " + line + ": ");
    }

    @Test
    void anEmptyFileIsNone() {
        assertThatThrownBy(() -> read("")).hasMessage("The file is empty.");
    }

    @Test
    void aFilmIsNoText() {
        byte[] film = new byte[4_000];
        new java.util.Random(1).nextBytes(film);
        assertThat(catchThrowableOfType(UnreadableSightingsException.class, () -> read(film))
                        .code())
                .isEqualTo(Code.NOT_TEXT);
    }

    @Test
    void aCompressedFileThatWasCutOffIsNotTakenForAWholeOne() throws IOException {
        byte[] whole = zipped(HEADER + "a,2026-01-16T02:33:57,5\n".repeat(50_000));
        byte[] cut = Arrays.copyOf(whole, whole.length - 9);
        assertThat(catchThrowableOfType(UnreadableSightingsException.class, () -> read(cut))
                        .code())
                .isEqualTo(Code.DAMAGED);
        byte[] broken = whole.clone();
        Arrays.fill(broken, broken.length / 2, broken.length / 2 + 8, (byte) 0xff);
        assertThat(catchThrowableOfType(UnreadableSightingsException.class, () -> read(broken))
                        .code())
                .isEqualTo(Code.DAMAGED);
    }

    @Test
    void aFieldWithoutEndFillsNoMemory() {
        assertThat(catchThrowableOfType(
                                UnreadableSightingsException.class, () -> read(HEADER + "\"" + "a".repeat(100_000)))
                        .code())
                .isEqualTo(Code.TOO_LONG);
        assertThat(catchThrowableOfType(UnreadableSightingsException.class, () -> read(",".repeat(100_000)))
                        .code())
                .isEqualTo(Code.TOO_LONG);
    }

    @Test
    void aStrangersTextIsShownHarmlessly() {
        String text = HEADER + "a,2026-01-16T02:33:57,\u009b31m\u202e" + "9".repeat(90) + "\n";
        assertThatThrownBy(() -> read(text)).hasMessageContaining("'?31m?999").hasMessageContaining("…'");
    }

    private static List<Sighting> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Sighting> read(byte[] bytes) throws IOException {
        List<Sighting> read = new ArrayList<>();
        SightingsFile.read(new ByteArrayInputStream(bytes), read::add);
        return read;
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
