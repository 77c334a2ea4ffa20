package io.viralforge.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RightsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T05:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "OWNED, OWNED, OWNED",
        "OWNED, PUBLIC_DOMAIN, OWNED",
        "OWNED, CC0, OWNED",
        "CC0, PUBLIC_DOMAIN, CC0",
        "OWNED, LICENSED, LICENSED",
        "LICENSED, CC0, LICENSED",
        "OWNED, CC_BY, CC_BY",
        "LICENSED, CC_BY, CC_BY",
        "PUBLIC_DOMAIN, CC_BY_SA, CC_BY_SA",
        "CC_BY, CC_BY_SA, CC_BY_SA",
        "CC_BY, CC_BY_NC, CC_BY_NC",
        "CC_BY_SA, CC_BY_NC, CC_BY_NC_SA",
        "CC_BY_SA, CC_BY_NC_SA, CC_BY_NC_SA",
        "CC_BY_NC, CC_BY_NC_SA, CC_BY_NC_SA",
        "CC_BY_SA, CC_BY_ND, CC_BY_ND",
        "CC_BY_NC, CC_BY_ND, CC_BY_NC_ND",
        "CC_BY_NC_SA, CC_BY_ND, CC_BY_NC_ND",
        "LICENSED, CC_BY_NC_ND, CC_BY_NC_ND",
    })
    void theWholeIsBoundByWhatBindsAnyOfItsSources(RightsBasis one, RightsBasis other, RightsBasis expected) {
        assertThat(Rights.inherit(List.of(rights(one), rights(other)), NOW).basis())
                .isEqualTo(expected);
        assertThat(Rights.inherit(List.of(rights(other), rights(one)), NOW).basis())
                .isEqualTo(expected);
    }

    @Test
    void strictnessIsALattice() {
        for (RightsBasis a : RightsBasis.values()) {
            for (RightsBasis b : RightsBasis.values()) {
                RightsBasis join = RightsBasis.strictest(List.of(a, b));
                assertThat(join.isAtLeast(a) && join.isAtLeast(b)).isTrue();
                // It is the mildest of those: every other basis that is as strict as both is as strict as it.
                assertThat(Stream.of(RightsBasis.values()).filter(c -> c.isAtLeast(a) && c.isAtLeast(b)))
                        .allMatch(c -> c.isAtLeast(join));
                assertThat(a.isAtLeast(b) && b.isAtLeast(a)).isEqualTo(a == b);
                for (RightsBasis c : RightsBasis.values()) {
                    assertThat(RightsBasis.strictest(List.of(join, c)))
                            .isEqualTo(RightsBasis.strictest(List.of(a, b, c)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RightsBasis.class)
    void whatIsAtLeastAsStrictAllowsNoMore(RightsBasis basis) {
        for (RightsBasis other : RightsBasis.values()) {
            if (other.isAtLeast(basis)) {
                assertThat(!other.allowsDerivatives() || basis.allowsDerivatives())
                        .isTrue();
                assertThat(!other.allowsCommercialUse() || basis.allowsCommercialUse())
                        .isTrue();
                assertThat(other.requiresAttribution() || !basis.requiresAttribution())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWNED,         true,  true,  false",
        "LICENSED,      true,  true,  false",
        "PUBLIC_DOMAIN, true,  true,  false",
        "CC0,           true,  true,  false",
        "CC_BY,         true,  true,  true",
        "CC_BY_SA,      true,  true,  true",
        "CC_BY_NC,      true,  false, true",
        "CC_BY_NC_SA,   true,  false, true",
        "CC_BY_ND,      false, true,  true",
        "CC_BY_NC_ND,   false, false, true",
    })
    void eachBasisAllowsWhatItsLicenceSays(
            RightsBasis basis, boolean derivatives, boolean commercialUse, boolean attribution) {
        Rights rights = rights(basis);
        assertThat(rights.allowsDerivatives()).isEqualTo(derivatives);
        assertThat(rights.allowsCommercialUse()).isEqualTo(commercialUse);
        assertThat(rights.requiresAttribution()).isEqualTo(attribution);
    }

    @Test
    void everyHolderCreditAndProofIsKeptOnceAndInOrder() {
        Rights whole = Rights.inherit(
                List.of(
                        rights(RightsBasis.CC_BY, "Ann", "Ann, CC BY", null, "page 1", null),
                        rights(RightsBasis.OWNED, null, null, null, null, null),
                        rights(RightsBasis.LICENSED, "Bob", "Bob Pictures", null, "invoice 7", null),
                        rights(RightsBasis.CC_BY, "Ann", "Ann, CC BY; Cem", null, "page 2", null)),
                NOW);
        assertThat(whole)
                .isEqualTo(new Rights(
                        RightsBasis.CC_BY,
                        "Ann; Bob",
                        "Ann, CC BY; Bob Pictures; Cem",
                        null,
                        "page 1; invoice 7; page 2",
                        null,
                        true,
                        NOW));
        assertThat(Rights.inherit(List.of(whole), NOW)).isEqualTo(whole);
    }

    @Test
    void inheritedTextsEndWhereThereIsNoMoreRoom() {
        List<Rights> sources = IntStream.range(0, 82)
                .mapToObj(i -> rights(
                        RightsBasis.LICENSED,
                        "h" + i + "-".repeat(190),
                        "a" + i + "-".repeat(490),
                        null,
                        "p" + i + "-".repeat(990),
                        null))
                .toList();
        Rights whole = Rights.inherit(sources, NOW);
        assertThat(whole.holder()).startsWith("h0-").endsWith("; and more").hasSizeLessThan(2_020);
        assertThat(whole.attribution()).startsWith("a0-").endsWith("; and more").hasSizeLessThan(2_020);
        assertThat(whole.proof())
                .isEqualTo(sources.getFirst().proof() + "; " + sources.get(1).proof() + "; and more");

        // What is made of that is no longer, and says once that there is more.
        Rights again = Rights.inherit(List.of(whole, sources.getLast(), whole), NOW);
        assertThat(again.holder()).isEqualTo(whole.holder());
        assertThat(Rights.inherit(List.of(rights(RightsBasis.OWNED), whole), NOW)
                        .proof())
                .isEqualTo(whole.proof());
    }

    @Test
    void theEarliestEndCounts() {
        Rights whole = Rights.inherit(
                List.of(
                        rights(RightsBasis.LICENSED, "a", null, null, "p", NOW.plusSeconds(90)),
                        rights(RightsBasis.LICENSED, "a", null, null, "p", NOW.plusSeconds(30)),
                        rights(RightsBasis.OWNED, null, null, null, null, null)),
                NOW);
        assertThat(whole.expiresAt()).isEqualTo(NOW.plusSeconds(30));
        assertThat(whole.isExpired(NOW.plusSeconds(29))).isFalse();
        assertThat(whole.isExpired(NOW.plusSeconds(30))).isTrue();
    }

    @Test
    void theLicenceIsNamedWhereItIsTheLicenceOfTheWhole() {
        URI by4 = URI.create("https://creativecommons.org/licenses/by/4.0/");
        URI by3 = URI.create("https://creativecommons.org/licenses/by/3.0/");
        Rights first = rights(RightsBasis.CC_BY, null, "Ann", by4, null, null);
        Rights second = rights(RightsBasis.CC_BY, null, "Bob", by3, null, null);
        Rights own = rights(RightsBasis.OWNED);
        Rights alike = rights(RightsBasis.CC_BY_SA, null, "Cem", URI.create("https://example.org/sa"), null, null);
        Rights notForMoney =
                rights(RightsBasis.CC_BY_NC, null, "Dee", URI.create("https://example.org/nc"), null, null);
        assertThat(Rights.inherit(List.of(first, own), NOW).licenseUrl()).isEqualTo(by4);
        assertThat(Rights.inherit(List.of(first, first), NOW).licenseUrl()).isEqualTo(by4);
        assertThat(Rights.inherit(List.of(first, second), NOW).licenseUrl()).isNull();
        assertThat(Rights.inherit(List.of(first, alike), NOW).licenseUrl()).isEqualTo(alike.licenseUrl());
        // CC BY-NC-SA is the licence of neither.
        assertThat(Rights.inherit(List.of(alike, notForMoney), NOW).licenseUrl())
                .isNull();
    }

    private static Rights rights(RightsBasis basis) {
        return rights(basis, null, null, null, null, null);
    }

    private static Rights rights(
            RightsBasis basis,
            @Nullable String holder,
            @Nullable String attribution,
            @Nullable URI licenseUrl,
            @Nullable String proof,
            @Nullable Instant expiresAt) {
        return new Rights(basis, holder, attribution, licenseUrl, proof, expiresAt, false, NOW);
    }
}
