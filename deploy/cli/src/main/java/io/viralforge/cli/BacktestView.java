package io.viralforge.cli;

import io.viralforge.forecast.Backtest;
import io.viralforge.forecast.Forecast;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Shows how far a back-test is: what of the file has been read, then what of its time has been replayed. */
final class BacktestView implements Backtest.Listener, AutoCloseable {
    private final Terminal terminal;
    private final Predictions out;
    private final Progress reading;
    private @Nullable Progress replaying;
    private int slots = 1;

    BacktestView(Terminal terminal, Path file, Predictions out) throws IOException {
        this.terminal = terminal;
        this.out = out;
        this.reading = Progress.ofBytes(terminal, "Reading " + file.getFileName(), Files.size(file));
    }

    /** Tells what is read of a stream. */
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            private long read;

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int got = super.read(into, from, length);
                read += Math.max(0, got);
                reading.to(read);
                return got;
            }
        };
    }

    @Override
    public void read(long rows, int ofSlots) {
        reading.close();
        slots = Math.max(1, ofSlots);
        replaying = Progress.ofPercent(terminal, "Replaying " + rows + " sightings");
    }

    @Override
    public void replayed(int done) {
        if (replaying != null) {
            replaying.to(100L * done / slots);
        }
    }

    @Override
    public void forecast(String cohort, Forecast forecast) throws IOException {
        out.add(cohort, forecast);
    }

    @Override
    public void close() {
        (replaying == null ? reading : replaying).close();
    }
}
