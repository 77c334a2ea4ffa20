package io.viralforge.revenue;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.secrets.SecretBox;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Webhooks of shops: their addresses and secrets, and what they tell. Owns the table revenue_hook. */
@Singleton
final class Hooks {
    static final Set<RevenueSource> SHOPS = Set.of(RevenueSource.STRIPE, RevenueSource.SHOPIFY);

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final int SHORTEST = 16;
    private static final int LONGEST = 200;

    private final Sql sql;
    private final SecretBox box;
    private final Ledger ledger;
    private final Uuid7 ids;
    private final InstantSource clock;

    Hooks(Sql sql, SecretBox box, Ledger ledger, Uuid7 ids, InstantSource clock) {
        this.sql = sql;
        this.box = box;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** A hook and what proves that it is the shop who speaks. */
    record Opened(UUID studio, Secret secret) {}

    List<RevenueHook> all(UUID studio) {
        return sql.inStudio(
                studio,
                tx -> tx.rows("SELECT * FROM revenue_hook WHERE studio_id = ? ORDER BY source", Hooks::read, studio));
    }

    /** Sets the secret; the address stays what it was. */
    Outcome<RevenueHook> set(UUID studio, RevenueSource source, Secret secret) {
        if (!SHOPS.contains(source)) {
            return Outcome.refused(UserErrorCode.INVALID, "Only STRIPE and SHOPIFY have webhooks.", "input", "source");
        }
        int length = secret.text().length();
        if (length < SHORTEST || length > LONGEST || !secret.text().matches("[!-~]+")) {
            return Outcome.refused(
                    UserErrorCode.INVALID,
                    "A secret has " + SHORTEST + " to " + LONGEST + " letters, digits and signs.",
                    "input",
                    "secret");
        }
        byte[] sealed = box.seal(secret.text().getBytes(StandardCharsets.UTF_8), label(studio, source));
        return Outcome.done(sql.inStudio(
                studio, tx -> tx.one("""
                        INSERT INTO revenue_hook (studio_id, source, id, secret, set_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (studio_id, source) DO UPDATE SET secret = excluded.secret, set_at = excluded.set_at
                        RETURNING *""", Hooks::read, studio, source, ids.next(), sealed, clock.instant())));
    }

    Outcome<Boolean> remove(UUID studio, RevenueSource source) {
        sql.doInStudio(
                studio, tx -> tx.update("DELETE FROM revenue_hook WHERE studio_id = ? AND source = ?", studio, source));
        return Outcome.done(true);
    }

    /** Null when there is no such hook, or its secret was sealed with a master key that is gone. */
    @Nullable
    Opened open(RevenueSource source, String id) {
        UUID uuid = uuid(id);
        Optional<Opened> hook = uuid == null
                ? null
                : sql.<@Nullable Optional<Opened>>everywhere(tx -> tx.row(
                        "SELECT studio_id, secret FROM revenue_hook WHERE id = ? AND source = ?",
                        row -> open(row, source),
                        uuid,
                        source));
        return hook == null ? null : hook.orElse(null);
    }

    private Optional<Opened> open(Row row, RevenueSource source) {
        UUID studio = row.uuid("studio_id");
        return Optional.ofNullable(box.open(row.bytes("secret"), label(studio, source)))
                .map(plain -> new Opened(studio, new Secret(new String(plain, StandardCharsets.UTF_8))));
    }

    /** Books what a shop told. Whatever is thrown, the shop tells it again. */
    void tell(UUID studio, ShopEvent event) {
        switch (event) {
            case ShopEvent.Sale(Booking booking, String click) -> {
                Ledger.Told told = sql.inStudio(
                        studio, tx -> ledger.book(tx, studio, booking.earnedBy(LinkStore.origin(tx, studio, click))));
                LOG.info("{} {}: {}", booking.source(), booking.externalId(), told);
            }
            case ShopEvent.Refunded(Ledger.Refund refund) -> {
                Ledger.Told told = sql.inStudio(studio, tx -> ledger.refund(tx, studio, refund));
                LOG.info("{} {}: {}", refund.source(), refund.externalId(), told);
            }
            case ShopEvent.Ignored(String why) -> LOG.info("a webhook told nothing to book: {}", why);
        }
    }

    private static String label(UUID studio, RevenueSource source) {
        return "revenue-hook:" + studio + ":" + source;
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static RevenueHook read(Row row) {
        return new RevenueHook(
                row.uuid("studio_id"),
                row.constant("source", RevenueSource.class),
                row.uuid("id"),
                row.instant("set_at"));
    }
}
