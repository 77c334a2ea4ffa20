package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                    | Whole[]",
                "''                   | Whole[]",
                "bytes=0-0            | Slice[from=0, length=1]",
                "bytes=0-99           | Slice[from=0, length=100]",
                "bytes=0-100          | Slice[from=0, length=100]",
                "bytes=99-            | Slice[from=99, length=1]",
                "bytes=100-           | Unsatisfiable[]",
                "bytes=-1             | Slice[from=99, length=1]",
                "bytes=-1000          | Slice[from=0, length=100]",
                "bytes=-0             | Unsatisfiable[]",
                "bytes=5-4            | Whole[]",
                "bytes=-              | Whole[]",
                "bytes=0-1,5-6        | Whole[]",
                "bytes=a-b            | Whole[]",
                "items=0-1            | Whole[]",
                "bytes = 1 - 2        | Slice[from=1, length=2]",
                "bytes=0-999999999999999999 | Slice[from=0, length=100]",
                "bytes=0-99999999999999999999999 | Whole[]",
            })
    void aRangeOfAHundredBytesIsReadAsTheStandardSays(String header, String expected) {
        assertThat(ByteRange.of(header, 100)).hasToString(expected);
    }
}
