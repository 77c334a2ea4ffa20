package io.viralforge.trends;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A network, as people are told of it.
 *
 * @param id stable; lower-case letters, digits and hyphens, after {@link #IMPORT} where a studio brings what is from there
 * @param name what it calls itself
 * @param figure what {@link Sighting.Figures#interest} counts there
 * @param isSearched whether it looks for keywords itself; else it tells what trends, and what does not match is left out
 * @param isShared whether anybody could see what it shows; else it belongs to the studio that asked, as what a feed says does
 * @param isKept whether its terms let anybody keep what it shows; else niches do not ask it, and searches alone do
 * @param terms under which its answers may be used
 * @param allowance requests a day that this installation makes at most, by the terms or by courtesy
 * @param searches a day at most, where the network counts {@link TrendSource#searches} apart; null: they are requests
 */
public record Network(
        String id,
        String name,
        TrendFigure figure,
        boolean isSearched,
        boolean isShared,
        boolean isKept,
        URI terms,
        int allowance,
        @Nullable Integer searches) {
    static final String IMPORT = "import:";

    /** As {@link #Network}, with the terms as text. */
    public static Network of(
            String id, String name, TrendFigure figure, boolean isSearched, String terms, int allowance) {
        return new Network(id, name, figure, isSearched, true, true, URI.create(terms), allowance, null);
    }

    /** One that is not asked: a studio brings what it has from there. */
    static Network imported(String from) {
        return unasked(IMPORT + from, from, TrendFigure.VIEWS).unshared();
    }

    /** One of which this version knows no more than what was kept. */
    static Network unknown(String id) {
        return unasked(id, id, TrendFigure.NOTHING);
    }

    private static Network unasked(String id, String name, TrendFigure figure) {
        return of(id, name, figure, false, "https://" + name + ".invalid", 0);
    }

    /** The same, with what it shows belonging to who asked. */
    public Network unshared() {
        return new Network(id, name, figure, isSearched, false, isKept, terms, allowance, searches);
    }

    /** The same, of which nothing may be kept. */
    public Network unkept() {
        return new Network(id, name, figure, isSearched, isShared, false, terms, allowance, searches);
    }

    /** The same that counts searches apart. */
    public Network withSearches(int most) {
        return new Network(id, name, figure, isSearched, isShared, isKept, terms, allowance, most);
    }
}
