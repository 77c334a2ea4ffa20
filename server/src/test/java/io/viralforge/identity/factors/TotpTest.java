package io.viralforge.identity.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, the rows for SHA-1; of its 8 digits the last 6. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, seconds / Totp.STEP_SECONDS)).isEqualTo(code);
    }

    @Test
    void aCodeCountsOneStepEarlyOrLateAndNeverTwice() {
        String code = Totp.code(SECRET, 100);
        for (long now : new long[] {99, 100, 101}) {
            assertThat(Totp.match(SECRET, code, now, 0)).isEqualTo(OptionalLong.of(100));
            assertThat(Totp.match(SECRET, code, now, 99)).isEqualTo(OptionalLong.of(100));
            assertThat(Totp.match(SECRET, code, now, 100)).isEmpty();
        }
        assertThat(Totp.match(SECRET, code, 98, 0)).isEmpty();
        assertThat(Totp.match(SECRET, code, 102, 0)).isEmpty();
        assertThat(Totp.match(SECRET, "", 100, 0)).isEmpty();
        assertThat(Totp.match(SECRET, code + "0", 100, 0)).isEmpty();
    }

    /** RFC 4648, section 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void secretsAreWrittenInBase32(String plain, String base32) {
        assertThat(Base32.of(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
    }
}
