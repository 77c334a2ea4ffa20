package io.viralforge.revenue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a report names its columns; the schema describes each. A name in capitals or not is the same.
 *
 * @see <a href="https://docs.switchboard-software.com/connectors/ecommerce/shareasale">the columns of ShareASale's activity</a>
 */
enum ReportFormat {
    /** Our own, for what networks pay out and for whatever has no format of its own. */
    PAYOUTS(RevenueSource.PAYOUT, "id", "date", "amount", "currency", "clip"),
    /** Amazon names no sale: a line is known by its marks and by which of several such lines it is. */
    AMAZON_FEE_EARNINGS(RevenueSource.AMAZON, null, "date shipped", "ad fees($)", null, null),
    IMPACT_ACTIONS(RevenueSource.IMPACT, "id", "eventdate", "payout", "currency", "subid1"),
    SHAREASALE_ACTIVITY(RevenueSource.SHAREASALE, "transid", "transdate", "commission", null, "affcomment");

    private final RevenueSource source;
    private final @Nullable String id;
    private final String date;
    private final String amount;
    private final @Nullable String currency;
    private final @Nullable String origin;

    ReportFormat(
            RevenueSource source,
            @Nullable String id,
            String date,
            String amount,
            @Nullable String currency,
            @Nullable String origin) {
        this.source = source;
        this.id = id;
        this.date = date;
        this.amount = amount;
        this.currency = currency;
        this.origin = origin;
    }

    /** What a line says of its sale. */
    enum Standing {
        /** It is owed. */
        SURE,
        /** It may yet be, or not. */
        OPEN,
        /** It is not, or no longer. */
        VOID
    }

    RevenueSource source() {
        return source;
    }

    /** Null: there is none. */
    @Nullable
    String id() {
        return id;
    }

    String date() {
        return date;
    }

    String amount() {
        return amount;
    }

    /** The columns that, with the day and the amount, tell lines without an id apart. */
    List<String> marks() {
        return this == AMAZON_FEE_EARNINGS ? List.of("asin", "tracking id", "items shipped") : List.of();
    }

    /** Null: it is said beside the report. */
    @Nullable
    String currency() {
        return currency;
    }

    /** The click's id that a link of ours gave along, or a clip's. */
    @Nullable
    String origin() {
        return origin;
    }

    Standing standing(Map<String, String> line) {
        return switch (this) {
            case PAYOUTS, AMAZON_FEE_EARNINGS -> Standing.SURE;
            case IMPACT_ACTIONS ->
                switch (line.getOrDefault("state", "").toUpperCase(Locale.ROOT)) {
                    case "APPROVED" -> Standing.SURE;
                    case "REVERSED" -> Standing.VOID;
                    default -> Standing.OPEN;
                };
            case SHAREASALE_ACTIVITY ->
                line.getOrDefault("voided", "").matches("0?|(?i:no|false)") ? Standing.SURE : Standing.VOID;
        };
    }
}
