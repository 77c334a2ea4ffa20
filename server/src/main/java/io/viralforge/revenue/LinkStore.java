package io.viralforge.revenue;

import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.sql.Row;
import io.viralforge.platform.sql.Tx;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables affiliate_link and affiliate_click. */
final class LinkStore {
    private static final String SELECT = """
            SELECT l.*, (SELECT count(*) FROM affiliate_click c WHERE c.studio_id = l.studio_id AND link_id = l.id) AS clicks
            FROM affiliate_link l
            """;
    private static final int DIGITS = 32;

    private LinkStore() {}

    /** False when another link has the code. */
    static boolean insert(Tx tx, AffiliateLink link) {
        return tx.update(
                        """
                        INSERT INTO affiliate_link (studio_id, id, code, name, target, parameter, clip_id, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING""",
                        link.studio(),
                        link.id(),
                        link.code(),
                        link.name(),
                        link.target().toString(),
                        link.parameter(),
                        link.clip(),
                        link.createdAt())
                == 1;
    }

    static @Nullable AffiliateLink find(Tx tx, UUID studio, UUID id) {
        return tx.row(SELECT + "WHERE l.studio_id = ? AND l.id = ?", LinkStore::read, studio, id);
    }

    /** Of whichever studio. */
    static @Nullable AffiliateLink coded(Tx tx, String code) {
        return tx.row("SELECT *, 0::bigint AS clicks FROM affiliate_link WHERE code = ?", LinkStore::read, code);
    }

    /** Newest first. */
    static List<AffiliateLink> page(Tx tx, UUID studio, Page page) {
        return tx.rows(
                SELECT + "WHERE l.studio_id = ? AND (?::uuid IS NULL OR l.id < ?) ORDER BY l.id DESC LIMIT ?",
                LinkStore::read,
                studio,
                page.afterId(),
                page.afterId(),
                page.limit());
    }

    static void end(Tx tx, UUID studio, UUID id, Instant now) {
        tx.update(
                "UPDATE affiliate_link SET ended_at = coalesce(ended_at, ?) WHERE studio_id = ? AND id = ?",
                now,
                studio,
                id);
    }

    static void clicked(Tx tx, AffiliateLink link, UUID click, Instant now) {
        tx.update(
                "INSERT INTO affiliate_click (studio_id, id, link_id, at) VALUES (?, ?, ?, ?)",
                link.studio(),
                click,
                link.id(),
                now);
    }

    static void passed(Tx tx, AffiliateLink link) {
        tx.update(
                "UPDATE affiliate_link SET passed = passed + 1 WHERE studio_id = ? AND id = ?",
                link.studio(),
                link.id());
    }

    /** A click's id as others are given it: letters and digits alone, which all of them take. */
    static String clickId(UUID click) {
        return "c" + click.toString().replace("-", "");
    }

    /** What a click earned for, by the id that others give back; unknown when it is none of the studio's. */
    static Booking.Origin origin(Tx tx, UUID studio, @Nullable String clickId) {
        UUID click = clickId == null ? null : click(clickId.strip());
        Booking.Origin origin = click == null
                ? null
                : tx.row("""
                        SELECT clip_id FROM affiliate_click c
                        JOIN affiliate_link l ON l.studio_id = c.studio_id AND l.id = link_id
                        WHERE c.studio_id = ? AND c.id = ?""", row -> new Booking.Origin(row.uuidOrNull("clip_id"), click), studio, click);
        return origin == null ? Booking.Origin.UNKNOWN : origin;
    }

    private static @Nullable UUID click(String id) {
        return id.length() == DIGITS + 1
                        && id.charAt(0) == 'c'
                        && id.substring(1).matches("[0-9a-f]+")
                ? new UUID(HexFormat.fromHexDigitsToLong(id, 1, 17), HexFormat.fromHexDigitsToLong(id, 17, 33))
                : null;
    }

    private static AffiliateLink read(Row row) {
        return new AffiliateLink(
                row.uuid("studio_id"),
                row.uuid("id"),
                row.text("code"),
                row.text("name"),
                URI.create(row.text("target")),
                row.textOrNull("parameter"),
                row.uuidOrNull("clip_id"),
                row.big("clicks"),
                row.big("passed"),
                row.instant("created_at"),
                row.instantOrNull("ended_at"));
    }
}
