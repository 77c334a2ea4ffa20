package io.viralforge.forecast;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A back-test and all that it forecast, by cohort and item. */
record Replayed(Backtest.Result result, Map<String, Map<String, Forecast>> cohorts) {

    static Replayed of(Terms terms, List<World.Row> rows) throws IOException, InterruptedException {
        return of(terms, World.csv(rows));
    }

    static Replayed of(Terms terms, InputStream sightings) throws IOException, InterruptedException {
        Map<String, Map<String, Forecast>> cohorts = new TreeMap<>();
        Backtest.Result result = new Backtest(terms, null).run(sightings, new Backtest.Listener() {
            @Override
            public void read(long rows, int slots) {}

            @Override
            public void replayed(int slots) {}

            @Override
            public void forecast(String cohort, Forecast forecast) {
                cohorts.computeIfAbsent(cohort, _ -> new LinkedHashMap<>()).put(forecast.item(), forecast);
            }
        });
        return new Replayed(result, cohorts);
    }
}
