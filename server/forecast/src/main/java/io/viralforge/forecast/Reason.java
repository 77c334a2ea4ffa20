package io.viralforge.forecast;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One of the grounds of a forecast.
 *
 * @param share of all that moved it, 0 to 1; those of one forecast add up to 1, or are all 0 where nothing tells it from
 *     what is usual
 * @param isRaising whether it makes the forecast higher than is usual, or lower
 */
public record Reason(Ground ground, double share, boolean isRaising) {

    /** What a forecast may rest on, each with what a person is told. */
    public enum Ground {
        PACE("gains views faster than most", "gains views more slowly than most"),
        AGE("is young enough to have its growth ahead", "is at an age when most slow down"),
        COURSE("keeps or gathers speed", "has been losing speed"),
        SPREAD("stands in many charts, or high, or where much is watched", "stands in few charts, or low"),
        CHANNEL("this channel's items go on longer than most", "this channel's items fade sooner than most"),
        RESPONSE(
                "its likes and comments are those of items that go on",
                "its likes and comments are those of items that fade"),
        KIND(
                "its kind, length and hour of publication favour it",
                "its kind, length and hour of publication are against it");

        private final String raising;
        private final String lowering;

        Ground(String raising, String lowering) {
            this.raising = raising;
            this.lowering = lowering;
        }
    }

    /**
     * What moved a forecast, by ground.
     *
     * @param learned what the model owes to each feature, as a logarithm
     * @param share of the model in the forecast, 0 to 1; the rest is the rule's
     * @param ahead logarithm of the pace over the usual one of the cohort
     * @param aged logarithm of what the rule takes off for age
     */
    static List<Reason> of(double[] learned, double share, double ahead, double aged) {
        Map<Ground, Double> moved = new EnumMap<>(Ground.class);
        for (Ground ground : Ground.values()) {
            moved.put(ground, 0.0);
        }
        moved.merge(Ground.PACE, ahead, Double::sum);
        moved.merge(Ground.AGE, (1 - share) * aged, Double::sum);
        for (Feature feature : Feature.values()) {
            moved.merge(feature.ground, share * learned[feature.place()], Double::sum);
        }
        double all =
                Math.max(1e-9, moved.values().stream().mapToDouble(Math::abs).sum());
        return moved.entrySet().stream()
                .map(part -> new Reason(part.getKey(), Math.abs(part.getValue()) / all, part.getValue() >= 0))
                .sorted(Comparator.comparingDouble(Reason::share).reversed())
                .toList();
    }

    /** In plain words, a sentence without its beginning and end. */
    public String words() {
        return isRaising ? ground.raising : ground.lowering;
    }
}
