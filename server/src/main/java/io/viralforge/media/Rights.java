package io.viralforge.media;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rights record of an asset.
 *
 * @param basis for an inherited record the strictest of its sources', see {@link RightsBasis}
 * @param holder who holds them
 * @param attribution the credit to be shown
 * @param licenseUrl where the licence can be read
 * @param proof what proves it
 * @param expiresAt when they end, null: not at a known time
 * @param isInherited true when it was taken over from what the asset was rendered from
 */
public record Rights(
        RightsBasis basis,
        @Nullable String holder,
        @Nullable String attribution,
        @Nullable URI licenseUrl,
        @Nullable String proof,
        @Nullable Instant expiresAt,
        boolean isInherited,
        Instant recordedAt) {
    /** Of an inherited text, in characters and without its last words; what a person says of one asset always fits. */
    private static final int LONGEST_INHERITED = 2_000;

    private static final String BETWEEN = "; ";

    /** In place of what an inherited text had no room for. How much it is would be a guess: it may be the same things. */
    private static final String MORE = "and more";

    /** Whether adapted versions are allowed. */
    public boolean allowsDerivatives() {
        return basis.allowsDerivatives();
    }

    /** Whether commercial use is allowed. */
    public boolean allowsCommercialUse() {
        return basis.allowsCommercialUse();
    }

    /** Whether a credit must be shown. */
    public boolean requiresAttribution() {
        return basis.requiresAttribution();
    }

    /** Whether they have ended by then. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Whether both differ in nothing but when they were recorded. */
    boolean saysTheSameAs(Rights other) {
        return equals(new Rights(
                other.basis,
                other.holder,
                other.attribution,
                other.licenseUrl,
                other.proof,
                other.expiresAt,
                other.isInherited,
                recordedAt));
    }

    /**
     * What holds for something made from all of these: the strictest basis, holders, credits and proofs once and in the
     * sources' order, for as long as there is room ("and more" stands for what is left out), the earliest end. The licence's address is kept where all sources with the resulting basis
     * agree on it, for then it is the licence of the whole.
     *
     * @param sources at least one
     * @param at when it is recorded
     */
    public static Rights inherit(List<Rights> sources, Instant at) {
        RightsBasis basis =
                RightsBasis.strictest(sources.stream().map(Rights::basis).toList());
        List<@Nullable URI> licenses = sources.stream()
                .filter(source -> source.basis == basis)
                .<@Nullable URI>map(Rights::licenseUrl)
                .distinct()
                .toList();
        return new Rights(
                basis,
                joined(sources, Rights::holder),
                joined(sources, Rights::attribution),
                licenses.size() == 1 ? licenses.getFirst() : null,
                joined(sources, Rights::proof),
                sources.stream()
                        .map(Rights::expiresAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                true,
                at);
    }

    private static @Nullable String joined(List<Rights> sources, Function<Rights, @Nullable String> field) {
        Set<String> entries = sources.stream()
                .map(field)
                .filter(Objects::nonNull)
                .flatMap(text -> Stream.of(text.split(BETWEEN)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean isCut = entries.remove(MORE);
        StringJoiner kept = new StringJoiner(BETWEEN);
        for (String entry : entries) {
            if (kept.length() + entry.length() > LONGEST_INHERITED) {
                isCut = true;
                break;
            }
            kept.add(entry);
        }
        if (isCut) {
            kept.add(MORE);
        }
        return kept.length() == 0 ? null : kept.toString();
    }
}
