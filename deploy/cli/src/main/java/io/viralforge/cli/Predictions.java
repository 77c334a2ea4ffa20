package io.viralforge.cli;

import io.viralforge.forecast.Forecast;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Forecasts as comma-separated values; the file is there when all of them are, or not at all. */
final class Predictions implements AutoCloseable {
    private final @Nullable Path file;
    private final Path unfinished;
    private final Writer out;

    private Predictions(@Nullable Path file, Path unfinished, Writer out) {
        this.file = file;
        this.unfinished = unfinished;
        this.out = out;
    }

    /** @param file gzipped if it is called .gz; null: they are wanted nowhere */
    static Predictions into(@Nullable Path file) throws IOException {
        if (file == null) {
            return new Predictions(null, Path.of(""), Writer.nullWriter());
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        OutputStream bytes = Files.newOutputStream(unfinished);
        Writer out = new BufferedWriter(new OutputStreamWriter(
                file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes, StandardCharsets.UTF_8));
        out.write("cohort,item,predicted_gain,p10,p90\n");
        return new Predictions(file, unfinished, out);
    }

    void add(String cohort, Forecast forecast) throws IOException {
        if (file != null) {
            out.write(String.format(
                    Locale.ROOT,
                    "%s,%s,%.3f,%.3f,%.3f%n",
                    cohort,
                    field(forecast.item()),
                    forecast.gain(),
                    forecast.low(),
                    forecast.high()));
        }
    }

    private static String field(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** They are all there. */
    void keep() throws IOException {
        out.close();
        if (file != null) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (file != null) {
            Files.deleteIfExists(unfinished);
        }
    }
}
