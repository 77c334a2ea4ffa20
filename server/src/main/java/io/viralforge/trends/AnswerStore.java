package io.viralforge.trends;

import io.viralforge.platform.http.Validators;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The table trend_answer: what feeds answered last, so that one that has not changed needs not say it again. */
@Singleton
final class AnswerStore {
    /** For so long a feed is believed that nothing has changed. */
    static final Duration KEPT = Duration.ofDays(1);

    /** A larger answer is fetched each time. */
    private static final int MOST_BYTES = 256 << 10;

    /** An answer, and what to ask with whether it still is the answer. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Known(Validators validators, byte[] body) {}

    private final Sql sql;
    private final InstantSource clock;

    AnswerStore(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Null when none is known. */
    @Nullable
    Known find(URI address) {
        return sql.everywhere(tx -> tx.row(
                "SELECT etag, last_modified, body FROM trend_answer WHERE address = sha256(convert_to(?, 'UTF8')) AND kept_at > ?",
                row -> new Known(
                        new Validators(row.textOrNull("etag"), row.textOrNull("last_modified")), row.bytes("body")),
                address.toString(),
                clock.instant().minus(KEPT)));
    }

    /** Unless there is nothing to ask with later. */
    void keep(URI address, Validators validators, byte[] body) {
        if (validators.areNone() || body.length > MOST_BYTES) {
            return;
        }
        Instant now = clock.instant();
        sql.doEverywhere(
                tx -> tx.update("""
                INSERT INTO trend_answer (address, etag, last_modified, body, kept_at)
                VALUES (sha256(convert_to(?, 'UTF8')), ?, ?, ?, ?)
                ON CONFLICT (address) DO UPDATE SET
                    etag = excluded.etag, last_modified = excluded.last_modified, body = excluded.body,
                    kept_at = excluded.kept_at""", address.toString(), validators.etag(), validators.lastModified(), body, now));
    }
}
