package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsClaimTest {
    private static final Instant NOW = Instant.parse("2026-11-20T05:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OWNED         | ",
                "PUBLIC_DOMAIN | ",
                "CC0           | ",
                "LICENSED      | REQUIRED:holder REQUIRED:proof",
                "CC_BY         | REQUIRED:attribution",
                "CC_BY_SA      | REQUIRED:attribution",
                "CC_BY_NC      | REQUIRED:attribution",
                "CC_BY_NC_SA   | REQUIRED:attribution",
                "CC_BY_ND      | REQUIRED:attribution",
                "CC_BY_NC_ND   | REQUIRED:attribution",
            })
    void eachBasisWantsItsProof(RightsBasis basis, @Nullable String expected) {
        assertThat(problems(new RightsClaim(basis, null, " ", null, "\n", null)))
                .isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @EnumSource(RightsBasis.class)
    void aFullClaimIsFine(RightsBasis basis) {
        RightsClaim claim = new RightsClaim(
                basis,
                "h".repeat(200),
                "😀".repeat(500),
                URI.create("https://example.org/licence"),
                "p".repeat(1000),
                NOW.plusSeconds(1));
        assertThat(problems(claim)).isEmpty();
    }

    @Test
    void whatIsTooLongOrOverIsRefusedWhereItStands() {
        RightsClaim claim =
                new RightsClaim(RightsBasis.LICENSED, "h".repeat(201), "a".repeat(501), null, "p".repeat(1001), NOW);
        assertThat(problems(claim))
                .isEqualTo("OUT_OF_RANGE:holder OUT_OF_RANGE:attribution OUT_OF_RANGE:proof OUT_OF_RANGE:expiresAt");
        assertThat(claim.problems(NOW, List.of("input", "rights")).getFirst().path())
                .containsExactly("input", "rights", "holder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https:///nowhere", "//host/x"})
    void anAddressThatClientsMustNotLinkToIsRefused(String url) {
        assertThat(problems(new RightsClaim(RightsBasis.OWNED, null, null, URI.create(url), null, null)))
                .isEqualTo("INVALID:licenseUrl");
    }

    @Test
    void whatWasSaidComesBackFromTheDatabaseAsItWas() {
        RightsClaim claim = new RightsClaim(
                RightsBasis.CC_BY,
                null,
                "Ann \"A\" \\ é 😀",
                URI.create("https://example.org/?a=b&c=%20"),
                null,
                Instant.parse("2030-01-01T00:00:00.123456Z"));
        PendingRights said = new PendingRights(claim, java.util.UUID.randomUUID());
        assertThat(PendingRights.parse(said.toJson())).isEqualTo(said);
    }

    @Test
    void whatNoDatabaseTakesIsLeftOut() {
        RightsClaim claim = new RightsClaim(RightsBasis.CC_BY, "\u0000", " A\u0000nn\n\uD800B ", null, null, null);
        assertThat(claim.holder()).isNull();
        assertThat(claim.attribution()).isEqualTo("Ann\nB");
        assertThat(new Refusal(RefusalCode.CORRUPT, "a\u0000b").message()).isEqualTo("ab");
    }

    @Test
    void aHoldersNameHidesNothing() {
        assertThat(problems(new RightsClaim(RightsBasis.OWNED, "Ann\u202E", null, null, null, null)))
                .isEqualTo("INVALID:holder");
        assertThat(problems(new RightsClaim(RightsBasis.LICENSED, "\u3000\u200B", null, null, "\u00A0", null)))
                .isEqualTo("REQUIRED:holder REQUIRED:proof");
    }

    private static String problems(RightsClaim claim) {
        return String.join(
                " ",
                claim.problems(NOW, List.of()).stream()
                        .map(problem -> problem.code() + ":" + problem.path().getLast())
                        .toList());
    }
}
