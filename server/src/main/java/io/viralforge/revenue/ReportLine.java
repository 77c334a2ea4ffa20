package io.viralforge.revenue;

import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Money;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.secrets.OpaqueToken;
import io.viralforge.platform.text.PlainText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a report.
 *
 * @param origin what stands where the click's id is expected
 */
record ReportLine(
        RevenueSource source,
        String id,
        Instant occurredAt,
        Money amount,
        String origin,
        ReportFormat.Standing standing) {
    private static final int LONGEST_ID = 200;
    private static final List<DateTimeFormatter> DAYS = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ofPattern("M/d/yyyy", Locale.ROOT),
            DateTimeFormatter.ofPattern("MMMM d yyyy", Locale.ENGLISH));

    /** What could be read of a report, and what could not. */
    record Reading(List<ReportLine> lines, List<UserError> faults) {}

    /** The clip that stands in the click's place. */
    @Nullable
    UUID clip() {
        return Id.Type.ASSET.uuid(origin);
    }

    Booking booking(Booking.Origin earnedBy) {
        return new Booking(source, id, occurredAt, amount, BigDecimal.ZERO, "Report", earnedBy, null);
    }

    /** The first line that names the columns begins the table; above it there may be a title. */
    static Reading read(ReportFormat format, String csv, @Nullable Currency currency) {
        List<Csv.Line> all = Csv.lines(csv.startsWith("\uFEFF") ? csv.substring(1) : csv);
        int head = 0;
        while (head < all.size() && !names(all.get(head)).containsAll(List.of(format.date(), format.amount()))) {
            head++;
        }
        if (head == all.size()) {
            return new Reading(
                    List.of(),
                    List.of(fault(
                            "No line names the columns \"" + format.date() + "\" and \"" + format.amount() + "\".")));
        }
        if (format.currency() == null && currency == null) {
            return new Reading(
                    List.of(),
                    List.of(new UserError(
                            UserErrorCode.REQUIRED,
                            "The report does not say its currency; say it beside.",
                            "input",
                            "currency")));
        }
        return lines(format, names(all.get(head)), all.subList(head + 1, all.size()), currency);
    }

    private static Reading lines(
            ReportFormat format, List<String> names, List<Csv.Line> table, @Nullable Currency currency) {
        List<ReportLine> lines = new ArrayList<>();
        List<UserError> faults = new ArrayList<>();
        Map<List<String>, Integer> same = new HashMap<>();
        for (Csv.Line each : table) {
            Map<String, String> line = new HashMap<>();
            for (int i = 0; i < Math.min(names.size(), each.fields().size()); i++) {
                line.put(names.get(i), each.fields().get(i));
            }
            try {
                ReportLine read = line(format, line, same, currency);
                // A line without a fee is a click, or a sale of nothing; what is void has often lost its fee.
                if (read.amount.amount().signum() != 0 || read.standing == ReportFormat.Standing.VOID) {
                    lines.add(read);
                }
            } catch (DateTimeException | IllegalArgumentException wrong) {
                faults.add(fault("Line " + each.number() + ": " + wrong.getMessage()));
            }
        }
        return new Reading(lines, faults);
    }

    private static ReportLine line(
            ReportFormat format,
            Map<String, String> line,
            Map<List<String>, Integer> same,
            @Nullable Currency currency) {
        BigDecimal amount = amount(line.getOrDefault(format.amount(), ""));
        String named = format.currency() == null ? null : line.get(format.currency());
        Currency of = named == null || named.isEmpty() ? currency : currency(named);
        if (of == null) {
            throw new IllegalArgumentException("no currency.");
        }
        Instant day = day(line.getOrDefault(format.date(), ""));
        return new ReportLine(
                format.source(),
                format.id() == null
                        ? digest(marks(format, line, day, amount), same)
                        : id(line.getOrDefault(format.id(), "")),
                day,
                new Money(amount, of),
                format.origin() == null ? "" : line.getOrDefault(format.origin(), ""),
                format.standing(line));
    }

    private static @Nullable Currency currency(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        return Currency.getAvailableCurrencies().stream()
                .filter(known -> known.getCurrencyCode().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** Without what a later report may write in other words: a title, a category, a day. */
    private static List<String> marks(ReportFormat format, Map<String, String> line, Instant day, BigDecimal amount) {
        List<String> marks = new ArrayList<>(
                List.of(day.toString(), amount.stripTrailingZeros().toPlainString()));
        format.marks().forEach(name -> marks.add(line.getOrDefault(name, "")));
        return marks;
    }

    /** With which of several such lines it is. */
    private static String digest(List<String> marks, Map<List<String>, Integer> same) {
        return HexFormat.of().formatHex(OpaqueToken.sha256(String.join("\u0000", marks))) + "-"
                + same.merge(marks, 1, Integer::sum);
    }

    private static String id(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID || !PlainText.isPlain(text)) {
            throw new IllegalArgumentException("no id of 1 to " + LONGEST_ID + " characters.");
        }
        return text;
    }

    private static BigDecimal amount(String text) {
        String plain = text.replace("$", "");
        if (!plain.matches("-?(\\d{1,15}|\\d{1,3}(,\\d{3}){1,4})(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("no amount, such as 1,234.56.");
        }
        return new BigDecimal(plain.replace(",", ""));
    }

    /** A day begins at midnight in Greenwich, as reports do not say where. */
    private static Instant day(String text) {
        if (text.length() > 10 && text.charAt(10) == 'T') {
            return OffsetDateTime.parse(text).toInstant();
        }
        String day = text.matches("\\d{4}-\\d\\d-\\d\\d .*") ? text.substring(0, 10) : text.replace(",", "");
        for (DateTimeFormatter form : DAYS) {
            try {
                return LocalDate.parse(day.split(" \\d+:", 2)[0], form)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            } catch (DateTimeException another) {
                // The next form may be the one.
            }
        }
        throw new IllegalArgumentException("no day, such as 2026-11-20.");
    }

    private static List<String> names(Csv.Line line) {
        return line.fields().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static UserError fault(String message) {
        return new UserError(UserErrorCode.INVALID, message, "input", "csv");
    }
}
