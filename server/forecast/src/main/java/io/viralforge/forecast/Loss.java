package io.viralforge.forecast;

/** What boosting makes small: its first and second derivative by the margin of a row. */
enum Loss {
    /** Half the squared distance of margin and target. */
    SQUARED {
        @Override
        double slope(double margin, double target) {
            return margin - target;
        }

        @Override
        double bend(double margin, double target) {
            return 1;
        }
    },
    /**
     * Deviance of the Tweedie distribution of power 1.5 with a logarithmic link: between counts (1) and sizes whose
     * spread grows with them (2). B. Jorgensen, Exponential dispersion models, 1987.
     */
    TWEEDIE {
        @Override
        double slope(double margin, double target) {
            double root = Math.exp(margin / 2);
            return root - target / root;
        }

        @Override
        double bend(double margin, double target) {
            double root = Math.exp(margin / 2);
            return (root + target / root) / 2;
        }
    };

    abstract double slope(double margin, double target);

    abstract double bend(double margin, double target);
}
