package io.viralforge.revenue;

import io.viralforge.media.Assets;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger as people see it and add to it. */
@Singleton
final class Revenue {
    static final int LONGEST_NOTE = 200;

    private final Sql sql;
    private final Ledger ledger;
    private final Assets assets;
    private final Idempotency idempotency;

    Revenue(Sql sql, Ledger ledger, Assets assets, Idempotency idempotency) {
        this.sql = sql;
        this.ledger = ledger;
        this.assets = assets;
        this.idempotency = idempotency;
    }

    /** An id may be asked for by who may see no money. */
    static Map<UUID, RevenueEntry> find(Sql sql, Actor actor, Set<UUID> ids) {
        return actor instanceof Actor.Member member && member.scopes().contains(Scope.MONEY)
                ? sql.inStudio(member.studio(), tx -> LedgerStore.find(tx, member.studio(), ids))
                : Map.of();
    }

    Connection<RevenueEntry> page(
            UUID studio, Page page, @Nullable UUID clip, @Nullable Collection<RevenueSource> sources) {
        return Connection.of(
                page,
                sql.inStudio(studio, tx -> LedgerStore.page(tx, studio, page, clip, sources)),
                entry -> entry.id().toString());
    }

    List<LedgerBalance> balances(UUID studio) {
        return sql.inStudio(studio, tx -> LedgerStore.balances(tx, studio));
    }

    /** Books what somebody has agreed to pay for a clip, or for several; the key names it. */
    Outcome<RevenueEntry> book(Idempotency.Request request, Booking booking) {
        List<UserError> faults = faults(booking);
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        UUID studio = request.studio();
        return sql.inStudio(
                studio,
                tx -> idempotency
                        .once(tx, request, () -> book(tx, studio, booking))
                        .map(id -> entry(tx, studio, id)));
    }

    private Outcome<UUID> book(Tx tx, UUID studio, Booking booking) {
        UUID clip = booking.origin().clip();
        if (clip != null && assets.evenDeleted(tx, studio, List.of(clip)).isEmpty()) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such clip.", "input", "clipId");
        }
        ledger.book(tx, studio, booking);
        return Outcome.done(
                Objects.requireNonNull(LedgerStore.named(tx, studio, booking.source(), booking.externalId()))
                        .id());
    }

    Outcome<RevenueEntry> reverse(Idempotency.Request request, @Nullable UUID id, String reason) {
        if (!isNote(reason)) {
            return Outcome.refused(note("reason"));
        }
        UUID studio = request.studio();
        return sql.inStudio(
                studio,
                tx -> idempotency
                        .once(tx, request, () -> reverse(tx, studio, id, reason))
                        .map(made -> entry(tx, studio, made)));
    }

    private Outcome<UUID> reverse(Tx tx, UUID studio, @Nullable UUID id, String reason) {
        RevenueEntry entry =
                id == null ? null : LedgerStore.find(tx, studio, Set.of(id)).get(id);
        return entry == null
                ? Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such entry.", "id")
                : ledger.reverse(tx, studio, entry, reason);
    }

    private static RevenueEntry entry(Tx tx, UUID studio, UUID id) {
        return Objects.requireNonNull(LedgerStore.find(tx, studio, Set.of(id)).get(id));
    }

    private static List<UserError> faults(Booking booking) {
        List<UserError> faults = new ArrayList<>();
        if (!Booking.isAmount(booking.gross().amount())
                || booking.gross().amount().signum() < 0) {
            faults.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE,
                    "More than nothing and less than 10^15, with six places at most.",
                    "input",
                    "amount"));
        }
        boolean isFee = booking.fees().signum() == 0 || Booking.isAmount(booking.fees());
        if (!isFee
                || booking.fees().signum() < 0
                || booking.fees().compareTo(booking.gross().amount()) > 0) {
            faults.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE, "No more than the amount, with six places at most.", "input", "fees"));
        }
        if (!isNote(booking.note())) {
            faults.addAll(note("input", "payer"));
        }
        return faults;
    }

    private static boolean isNote(String text) {
        return !PlainText.isBlank(text) && PlainText.isPlain(text) && text.length() <= LONGEST_NOTE;
    }

    private static List<UserError> note(String... path) {
        return List.of(new UserError(
                UserErrorCode.INVALID, "1 to " + LONGEST_NOTE + " characters, none of them invisible.", path));
    }
}
