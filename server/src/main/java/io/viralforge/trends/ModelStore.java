package io.viralforge.trends;

import io.viralforge.forecast.Model;
import io.viralforge.forecast.UnreadableModelException;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table forecast_model. */
final class ModelStore {
    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
    private static final int KEPT = 5;
    private static final String COLUMNS = "source, horizon, number, learned_at, truths, is_pinned";

    private ModelStore() {}

    /** Keeps one, if it is not kept yet, and gives up those that are too many. */
    static void keep(Tx tx, String source, TrendHorizon horizon, Model model) {
        int added = tx.update("""
                INSERT INTO forecast_model (source, horizon, number, learned_at, truths, bytes)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", source, horizon, model.number(), model.at(), model.truths(), model.bytes());
        if (added > 0) {
            tx.update("""
                    DELETE FROM forecast_model WHERE source = ? AND horizon = ? AND NOT is_pinned AND number NOT IN (
                        SELECT number FROM forecast_model WHERE source = ? AND horizon = ? ORDER BY number DESC LIMIT ?)""", source, horizon, source, horizon, KEPT);
        }
    }

    /** The one learned last; null when there is none that this version reads. */
    static @Nullable Model newest(Tx tx, String source, TrendHorizon horizon) {
        return read(
                tx.row(
                        "SELECT bytes FROM forecast_model WHERE source = ? AND horizon = ? ORDER BY number DESC LIMIT 1",
                        row -> row.bytes("bytes"),
                        source,
                        horizon),
                source,
                horizon);
    }

    /** The one that was gone back to; null when there is none. */
    static @Nullable Model pinned(Tx tx, String source, TrendHorizon horizon) {
        return read(
                tx.row(
                        "SELECT bytes FROM forecast_model WHERE source = ? AND horizon = ? AND is_pinned",
                        row -> row.bytes("bytes"),
                        source,
                        horizon),
                source,
                horizon);
    }

    private static @Nullable Model read(byte @Nullable [] bytes, String source, TrendHorizon horizon) {
        try {
            return bytes == null ? null : Model.of(bytes, horizon.terms());
        } catch (UnreadableModelException old) {
            LOG.warn("A model of {} for {} is passed over: {}", source, horizon, old.getMessage());
            return null;
        }
    }

    static List<ForecastModel> all(Tx tx) {
        return tx.rows(
                "SELECT " + COLUMNS + " FROM forecast_model ORDER BY source, horizon, number DESC", ModelStore::read);
    }

    /**
     * Pins one instead of any other, or none.
     *
     * @return those of the network and horizon; null, and nothing is changed, when there is none of that number
     */
    static @Nullable List<ForecastModel> pin(Tx tx, String source, TrendHorizon horizon, @Nullable Integer number) {
        if (number != null
                && tx.row(
                                "SELECT number FROM forecast_model WHERE source = ? AND horizon = ? AND number = ? FOR UPDATE",
                                row -> row.number("number"),
                                source,
                                horizon,
                                number)
                        == null) {
            return null;
        }
        tx.update(
                "UPDATE forecast_model SET is_pinned = false WHERE source = ? AND horizon = ? AND is_pinned",
                source,
                horizon);
        tx.update(
                "UPDATE forecast_model SET is_pinned = true WHERE source = ? AND horizon = ? AND number = ?",
                source,
                horizon,
                number);
        return tx.rows(
                "SELECT " + COLUMNS + " FROM forecast_model WHERE source = ? AND horizon = ? ORDER BY number DESC",
                ModelStore::read,
                source,
                horizon);
    }

    private static ForecastModel read(Row row) {
        return new ForecastModel(
                row.text("source"),
                row.constant("horizon", TrendHorizon.class),
                row.number("number"),
                row.instant("learned_at"),
                row.number("truths"),
                row.flag("is_pinned"));
    }
}
