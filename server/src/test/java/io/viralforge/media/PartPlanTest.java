package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartPlanTest {
    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @CsvSource({
        "1, 8388608, 1, 1",
        "8388608, 8388608, 1, 8388608",
        "8388609, 8388608, 2, 1",
        "8589934592, 8388608, 1024, 8388608",
        "83886080000, 8388608, 10000, 8388608",
        "83886080001, 9437184, 8889, 8388609",
    })
    void aFileIsCutIntoPartsOfEightMebibytesUnlessThatMakesTooMany(
            long bytes, long partBytes, int count, long lastBytes) {
        PartPlan plan = PartPlan.of(bytes);
        assertThat(plan.partBytes()).isEqualTo(partBytes);
        assertThat(plan.count()).isEqualTo(count);
        assertThat(plan.bytes(count)).isEqualTo(lastBytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8 * MIB, 8 * MIB + 1, 100 * MIB - 1, 5L << 40})
    void thePartsFollowOneAnotherAndMakeTheWhole(long bytes) {
        PartPlan plan = PartPlan.of(bytes);
        assertThat(plan.count()).isBetween(1, 10_000);
        long offset = 0;
        for (int number = 1; number <= plan.count(); number++) {
            assertThat(plan.offset(number)).isEqualTo(offset);
            assertThat(plan.bytes(number)).isPositive();
            offset += plan.bytes(number);
        }
        assertThat(offset).isEqualTo(bytes);
    }
}
