package io.viralforge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.viralforge.forecast.UnreadableModelException.Code;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Bytes of a model may come from anywhere, and may have been anywhere since. */
final class ModelFormatTest {
    private static final Terms TERMS = Terms.DAILY;
    private static final Model MODEL = model();

    /** Of one tree each: by category, and where it is unknown by pace. */
    private static Model model() {
        byte category = (byte) Feature.CATEGORY.place();
        byte pace = (byte) Feature.PACE.place();
        Tree tree = new Tree(
                new byte[] {category, pace, -1, -1, -1},
                new float[] {.5F, 3, 0, 0, 0},
                new boolean[] {true, false, false, false, false},
                new short[] {1, 3, 0, 0, 0},
                new float[] {.1F, .2F, .3F, .4F, .5F});
        Trees trees = new Trees(List.of(tree));
        Model.Head head = new Model.Head(TERMS, 3, 490_000.25, 2_000, 5_000, 2.5, List.of("music", "\ud83d news"));
        return new Model(head, trees, trees, trees);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Model read = Model.of(MODEL.bytes(), TERMS);
        assertThat(read.head()).isEqualTo(MODEL.head());
        assertThat(read.bytes()).isEqualTo(MODEL.bytes());
        assertThat(read.at()).isEqualTo(Terms.instant(490_000.25));
    }

    @Test
    void categoriesAreReadByNameInWhateverOrderTheyWereMet() {
        float[] row = new float[Feature.COUNT];
        int place = Feature.CATEGORY.place();
        row[place] = 17;
        assertThat(MODEL.read(row, "music")[place]).isEqualTo(0);
        assertThat(MODEL.read(row, "\ud83d news")[place]).isEqualTo(1);
        assertThat(MODEL.read(row, "sports")[place]).isEqualTo(2);
        assertThat(row[place]).isEqualTo(17);
        row[place] = Float.NaN;
        assertThat(MODEL.read(row, null)[place]).isNaN();
    }

    @Test
    void oneByteThatIsAnotherOrAnEndThatIsMissingIsNoticed() {
        byte[] bytes = MODEL.bytes();
        for (int at = 0; at < bytes.length; at++) {
            byte[] other = bytes.clone();
            other[at] ^= 0x10;
            refused(other, Code.DAMAGED);
            refused(Arrays.copyOf(bytes, at), Code.DAMAGED);
        }
        refused(Arrays.copyOf(bytes, bytes.length + 1), Code.DAMAGED);
        refused(new byte[5 << 20], Code.DAMAGED);
    }

    @Test
    void anotherVersionAndOtherTermsSaySo() {
        byte[] bytes = MODEL.bytes();
        refused(sealed(ByteBuffer.wrap(bytes.clone()).putInt(4, 1).array()), Code.OTHER_VERSION);
        assertThatExceptionOfType(UnreadableModelException.class)
                .isThrownBy(() -> Model.of(bytes, new Terms(Duration.ofHours(6), Duration.ofHours(1))))
                .matches(e -> e.code() == Code.OTHER_TERMS);
    }

    @Test
    void whatSomebodySealedAnewIsRefusedOrCanSpeak() {
        Random random = new Random(7);
        byte[] bytes = MODEL.bytes();
        int read = 0;
        for (int n = 0; n < 20_000; n++) {
            byte[] other = Arrays.copyOf(bytes, bytes.length - (n % 3 == 0 ? random.nextInt(20) : 0));
            for (int i = 0; i <= n % 4; i++) {
                other[8 + random.nextInt(other.length - 12)] = (byte) random.nextInt();
            }
            try {
                Model model = Model.of(sealed(other), TERMS);
                float[] row = new float[Feature.COUNT];
                assertThat(model.typical().predict(row)).isFinite();
                read++;
            } catch (UnreadableModelException e) {
                assertThat(e.code()).isNotEqualTo(Code.OTHER_VERSION);
            }
        }
        assertThat(read).isBetween(1_000, 19_000);
    }

    private static void refused(byte[] bytes, Code code) {
        assertThatExceptionOfType(UnreadableModelException.class)
                .isThrownBy(() -> Model.of(bytes, TERMS))
                .matches(e -> e.code() == code);
    }

    private static byte[] sealed(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length - 4);
        return ByteBuffer.wrap(bytes)
                .putInt(bytes.length - 4, (int) sum.getValue())
                .array();
    }
}
