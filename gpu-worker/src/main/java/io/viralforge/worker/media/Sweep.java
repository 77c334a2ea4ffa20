package io.viralforge.worker.media;

import io.viralforge.worker.vision.Curve;
import java.util.List;

/**
 * One direction of a {@link Window} that moves: its first cut moves on even pixels of the source, its second one on
 * pixels of the result, so that what is seen moves smoothly and nothing is scaled that is not seen.
 *
 * @param from where what is wanted begins, in pixels of the source, as FFmpeg's expression of the time t
 * @param cut length of the first cut
 * @param of pixels of the source, even
 * @param scaled what the first cut is scaled to
 * @param length of the result
 */
record Sweep(String from, int cut, int of, int scaled, int length) {
    /**
     * Along a curve.
     *
     * @param middle of what is wanted, in shares of the source
     * @param wanted its length, in shares of the source
     * @param of pixels of the source
     * @param length of the result
     */
    static Sweep of(Curve middle, double wanted, int of, int length) {
        double pixels = wanted * of;
        int whole = Math.max(2, of - of % 2);
        // Two more than wanted, for it may begin between two even pixels.
        int cut = Math.min(whole, even((int) Math.ceil(pixels) + 2));
        int scaled = Math.max(length, even((int) Math.round(cut * length / pixels)));
        String from = "clip(%s*(%s)-%s,0,%s)"
                .formatted(
                        FilterGraph.number(of),
                        value(middle.pieces()),
                        FilterGraph.number(pixels / 2),
                        FilterGraph.number(Math.max(0, of - pixels)));
        return new Sweep(from, cut, whole, scaled, length);
    }

    private static int even(int value) {
        return value + value % 2;
    }

    /** Where the first cut begins. */
    String cutAt() {
        return cut == of ? "0" : "min(2*floor(%s/2),%d)".formatted(from, of - cut);
    }

    /** Where the second cut begins. */
    String trimAt() {
        return "st(0,%s);min(round((ld(0)-%s)*%d/%d),%d)"
                .formatted(
                        from,
                        cut == of ? "0" : "min(2*floor(ld(0)/2),%d)".formatted(of - cut),
                        scaled,
                        cut,
                        scaled - length);
    }

    /** Which piece it is, is found by halving. */
    private static String value(List<Curve.Piece> pieces) {
        if (pieces.size() > 1) {
            int half = pieces.size() / 2;
            return "if(lt(t,%s),%s,%s)"
                    .formatted(
                            FilterGraph.seconds(pieces.get(half).from()),
                            value(pieces.subList(0, half)),
                            value(pieces.subList(half, pieces.size())));
        }
        Curve.Piece piece = pieces.getFirst();
        if (piece.slope() == 0 && piece.bend() == 0) {
            return FilterGraph.number(piece.value());
        }
        return "%1$s+(%2$s+%3$s*(t-%4$s))*(t-%4$s)"
                .formatted(
                        FilterGraph.number(piece.value()),
                        FilterGraph.number(piece.slope()),
                        FilterGraph.number(piece.bend()),
                        FilterGraph.seconds(piece.from()));
    }
}
