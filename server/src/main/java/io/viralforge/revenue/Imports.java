package io.viralforge.revenue;

import io.viralforge.media.Assets;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Books what a report says, all of it or, when a line cannot be read, nothing. To bring the same again is harmless. */
@Singleton
final class Imports {
    private static final int MOST_LINES = 2_000;
    private static final int MOST_FAULTS = 20;

    private final Sql sql;
    private final Ledger ledger;
    private final Assets assets;

    Imports(Sql sql, Ledger ledger, Assets assets) {
        this.sql = sql;
        this.ledger = ledger;
        this.assets = assets;
    }

    /** How a line ended. */
    enum End {
        BOOKED,
        KNOWN,
        OTHERWISE,
        OPEN,
        REVERSED
    }

    /**
     * Books a report.
     *
     * @param currency of reports that do not say
     */
    Outcome<RevenueImported> keep(UUID studio, ReportFormat format, String csv, @Nullable Currency currency) {
        ReportLine.Reading reading = ReportLine.read(format, csv, currency);
        List<UserError> faults = new ArrayList<>(reading.faults());
        if (reading.lines().size() > MOST_LINES) {
            faults.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE, "At most " + MOST_LINES + " lines at a time.", "input", "csv"));
        }
        if (!faults.isEmpty()) {
            return Outcome.refused(faults.stream().limit(MOST_FAULTS).toList());
        }
        return Outcome.done(sql.inStudio(studio, tx -> keep(tx, studio, reading.lines())));
    }

    private RevenueImported keep(Tx tx, UUID studio, List<ReportLine> lines) {
        Map<End, Integer> ends = new EnumMap<>(End.class);
        Set<UUID> clips = clips(tx, studio, lines);
        // Two who bring the same lines lock them in the same order.
        lines.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .forEach(line -> ends.merge(keep(tx, studio, line, clips), 1, Integer::sum));
        return new RevenueImported(
                ends.getOrDefault(End.BOOKED, 0),
                ends.getOrDefault(End.KNOWN, 0),
                ends.getOrDefault(End.OTHERWISE, 0),
                ends.getOrDefault(End.OPEN, 0),
                ends.getOrDefault(End.REVERSED, 0));
    }

    /** Those named that the studio has. */
    private Set<UUID> clips(Tx tx, UUID studio, List<ReportLine> lines) {
        Set<UUID> named =
                lines.stream().map(ReportLine::clip).filter(Objects::nonNull).collect(Collectors.toSet());
        return assets.evenDeleted(tx, studio, named).keySet();
    }

    private End keep(Tx tx, UUID studio, ReportLine line, Set<UUID> clips) {
        return switch (line.standing()) {
            case OPEN -> End.OPEN;
            case VOID -> reversed(tx, studio, line);
            case SURE -> {
                UUID clip = line.clip();
                Booking.Origin origin = clip != null && clips.contains(clip)
                        ? new Booking.Origin(clip, null)
                        : LinkStore.origin(tx, studio, line.origin());
                yield switch (ledger.book(tx, studio, line.booking(origin))) {
                    case BOOKED -> End.BOOKED;
                    case OTHERWISE -> End.OTHERWISE;
                    case KNOWN, WAITS, VAIN -> End.KNOWN;
                };
            }
        };
    }

    private End reversed(Tx tx, UUID studio, ReportLine line) {
        Ledger.Told told = ledger.voided(
                tx, studio, line.source(), line.id(), line.amount().currency());
        return told == Ledger.Told.BOOKED ? End.REVERSED : End.KNOWN;
    }
}
