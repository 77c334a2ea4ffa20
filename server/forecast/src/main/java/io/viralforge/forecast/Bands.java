package io.viralforge.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * How far truths lay from their forecasts, and by that the interval that holds 80 % of those to come: split conformal
 * prediction (Papadopoulos et al., 2002) on forecasts that had been made without their truths, apart for new items, ages
 * and sizes, since one quantile for all fails for the new ones.
 */
final class Bands {
    private static final int FEW = 60;
    private static final int SIZES = 4;

    /** Where the keys of buckets begin. */
    private static final int ALL = 0;

    private static final int NEW = 100;
    private static final int OLD = 200;
    private static final int WHOLE = 99;

    /** In horizons; of three days they are 1, 2, 3 and 7. */
    private static final double[] AGES = {1 / 3.0, 2 / 3.0, 1, 7 / 3.0};

    /** Wide open, where nothing has been learned; as all bands in units of the expected miss. */
    private static final Band UNKNOWN = new Band(-1.8, 1.8);

    /** Bounds of the logarithm of truth over forecast. */
    record Band(double low, double high) {
        /** As a standard deviation, where the normal distribution has 80 % within 2.563 of them. */
        double deviation() {
            return Math.max(1e-3, (high - low) / 2.563);
        }
    }

    /** What tells which bucket a case belongs to. */
    record Place(boolean isNew, double age, Case.Guess guess) {}

    /** A miss is seldom smaller, and its logarithm would be endless. */
    private static final double LEAST_MISS = .05;

    private static final double USUAL_MISS = .5;

    private final Terms terms;
    private final double[] sizes;
    private double usualMiss = USUAL_MISS;
    private final Map<Integer, Band> bands = new TreeMap<>();

    private Bands(Terms terms, double[] sizes) {
        this.terms = terms;
        this.sizes = sizes;
    }

    /**
     * Learns from truths.
     *
     * @param grain is added to a truth before its logarithm is taken, in views
     * @param aim what is to lie outside
     */
    static Bands of(List<Case.Settled> truths, Terms terms, double grain, Aim aim) {
        double[] centers = Numbers.sorted(truths.stream()
                .mapToDouble(truth -> truth.of().guess().center())
                .toArray());
        double[] sizes = new double[centers.length == 0 ? 0 : SIZES - 1];
        for (int s = 0; s < sizes.length; s++) {
            sizes[s] = Numbers.quantile(centers, (s + 1.0) / SIZES);
        }
        Bands bands = new Bands(terms, sizes);
        Map<Integer, DoubleStream.Builder> misses = new TreeMap<>();
        double sum = 0;
        for (Case.Settled truth : truths) {
            Case made = truth.of();
            double miss = Math.log(truth.gain() + grain) - made.guess().center();
            sum += logOfMiss(truth, grain);
            for (int key : bands.keys(new Place(made.isNew(), made.age(), made.guess()))) {
                misses.computeIfAbsent(key, _ -> DoubleStream.builder())
                        .add(miss / made.guess().spread());
            }
        }
        bands.usualMiss = truths.isEmpty() ? USUAL_MISS : Math.exp(sum / truths.size());
        misses.forEach((key, of) -> {
            double[] ascending = of.build().sorted().toArray();
            if (ascending.length >= FEW) {
                bands.bands.put(key, band(ascending, key >= NEW && key < OLD ? aim.ofNew() : aim.ofOld()));
            }
        });
        return bands;
    }

    /** How far off a forecast was, as the logarithm of a logarithm. */
    static double logOfMiss(Case.Settled truth, double grain) {
        return Math.log(LEAST_MISS
                + Math.abs(Math.log(truth.gain() + grain) - truth.of().guess().center()));
    }

    /** How far off forecasts are expected to be before a model tells them apart. */
    double usualMiss() {
        return usualMiss;
    }

    Band around(Place place) {
        Band unit = Arrays.stream(keys(place))
                .mapToObj(bands::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(UNKNOWN);
        double spread = place.guess().spread();
        return new Band(unit.low() * spread, unit.high() * spread);
    }

    /** The finest bucket, then what speaks for it where it has seen few. */
    private int[] keys(Place place) {
        int population = place.isNew() ? NEW : OLD;
        int size = 0;
        while (size < sizes.length && place.guess().center() > sizes[size]) {
            size++;
        }
        return new int[] {population + ageOf(place.age()) * SIZES + size, population + WHOLE, ALL};
    }

    private int ageOf(double age) {
        double horizons = age / terms.horizonHours();
        int bucket = 0;
        while (bucket < AGES.length && horizons >= AGES[bucket]) {
            bucket++;
        }
        return bucket;
    }

    private static Band band(double[] ascending, double share) {
        // A little wider than the sample's own, for the one to come is none of it.
        double outside = share / 2 * (ascending.length - 1) / ascending.length;
        return new Band(Numbers.quantile(ascending, outside), Numbers.quantile(ascending, 1 - outside));
    }
}
