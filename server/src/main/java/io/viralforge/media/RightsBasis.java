package io.viralforge.media;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * On what basis footage may be used. The bases form a lattice: {@code a} is at least as strict as {@code b} when it
 * carries every {@link Term} of {@code b} and, among those without terms, stands no earlier in this order: nobody's
 * (PUBLIC_DOMAIN, then CC0, which still is a deed), the studio's own, somebody else's by licence. Any CC BY licence is
 * stricter than all of these. See docs/adr/0062.
 */
public enum RightsBasis {
    PUBLIC_DOMAIN,
    CC0,
    OWNED,
    LICENSED,
    CC_BY(Term.ATTRIBUTION),
    CC_BY_SA(Term.ATTRIBUTION, Term.SHARE_ALIKE),
    CC_BY_NC(Term.ATTRIBUTION, Term.NON_COMMERCIAL),
    CC_BY_NC_SA(Term.ATTRIBUTION, Term.SHARE_ALIKE, Term.NON_COMMERCIAL),
    CC_BY_ND(Term.ATTRIBUTION, Term.SHARE_ALIKE, Term.NO_DERIVATIVES),
    CC_BY_NC_ND(Term.ATTRIBUTION, Term.SHARE_ALIKE, Term.NON_COMMERCIAL, Term.NO_DERIVATIVES);

    /**
     * What a Creative Commons licence asks. Who may share no adapted version at all may not share one under other terms
     * either, so NO_DERIVATIVES comes with SHARE_ALIKE; that makes the union of any two bases' terms a basis again.
     */
    enum Term {
        ATTRIBUTION,
        SHARE_ALIKE,
        NON_COMMERCIAL,
        NO_DERIVATIVES
    }

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<Term> terms;

    RightsBasis(Term... terms) {
        this.terms = Set.of(terms);
    }

    /** Whether adapted versions are allowed. */
    public boolean allowsDerivatives() {
        return !terms.contains(Term.NO_DERIVATIVES);
    }

    /** Whether commercial use is allowed. */
    public boolean allowsCommercialUse() {
        return !terms.contains(Term.NON_COMMERCIAL);
    }

    /** Whether a credit must be shown. */
    public boolean requiresAttribution() {
        return terms.contains(Term.ATTRIBUTION);
    }

    /** Whether this is at least as strict as the other. */
    boolean isAtLeast(RightsBasis other) {
        return terms.containsAll(other.terms) && (!terms.isEmpty() || compareTo(other) >= 0);
    }

    /**
     * The mildest basis that is at least as strict as each of these. It may be none of them: CC BY-SA and CC BY-NC make
     * CC BY-NC-SA.
     *
     * @param bases at least one
     */
    static RightsBasis strictest(Collection<RightsBasis> bases) {
        Set<Term> all = EnumSet.noneOf(Term.class);
        bases.forEach(basis -> all.addAll(basis.terms));
        if (all.isEmpty()) {
            return bases.stream().max(Comparator.naturalOrder()).orElseThrow();
        }
        return Stream.of(values())
                .filter(basis -> basis.terms.equals(all))
                .findFirst()
                .orElseThrow();
    }
}
