package io.viralforge.revenue;

import io.viralforge.media.Assets;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Connection;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Idempotency;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Short links: people make them, visitors follow them. */
@Singleton
final class Links {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int CODE = 8;
    private static final int LONGEST_TARGET = 2_000;

    private final Sql sql;
    private final Assets assets;
    private final Idempotency idempotency;
    private final Visitors visitors;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Links(Sql sql, Assets assets, Idempotency idempotency, Visitors visitors, Uuid7 ids, InstantSource clock) {
        this.sql = sql;
        this.assets = assets;
        this.idempotency = idempotency;
        this.visitors = visitors;
        this.ids = ids;
        this.clock = clock;
    }

    /** What somebody wants a link to be. */
    record Wish(
            String name,
            URI target,
            @Nullable String parameter,
            @Nullable UUID clip) {}

    /** What a visitor is answered. */
    sealed interface Way {
        record To(URI target) implements Way {}

        record Ended() implements Way {}

        record Unknown() implements Way {}

        record TooMany() implements Way {}
    }

    Connection<AffiliateLink> page(UUID studio, Page page) {
        return Connection.of(
                page,
                sql.inStudio(studio, tx -> LinkStore.page(tx, studio, page)),
                link -> link.id().toString());
    }

    Outcome<AffiliateLink> create(Idempotency.Request request, Wish wish) {
        List<UserError> faults = faults(wish);
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        UUID studio = request.studio();
        return sql.inStudio(
                studio,
                tx -> idempotency
                        .once(tx, request, () -> create(tx, studio, wish))
                        .map(id -> Objects.requireNonNull(LinkStore.find(tx, studio, id))));
    }

    private Outcome<UUID> create(Tx tx, UUID studio, Wish wish) {
        if (wish.clip() != null
                && assets.evenDeleted(tx, studio, List.of(wish.clip())).isEmpty()) {
            return Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such clip.", "input", "clipId");
        }
        UUID id = ids.next();
        Instant now = clock.instant();
        boolean isNew;
        do {
            isNew = LinkStore.insert(
                    tx,
                    new AffiliateLink(
                            studio,
                            id,
                            code(),
                            wish.name(),
                            wish.target(),
                            wish.parameter(),
                            wish.clip(),
                            0,
                            0,
                            now,
                            null));
        } while (!isNew);
        return Outcome.done(id);
    }

    /** It answers 410 from now on; what was clicked before still earns for its clip. */
    Outcome<AffiliateLink> end(UUID studio, @Nullable UUID id) {
        AffiliateLink ended = id == null
                ? null
                : sql.inStudio(studio, tx -> {
                    LinkStore.end(tx, studio, id, clock.instant());
                    return LinkStore.find(tx, studio, id);
                });
        return ended == null
                ? Outcome.refused(UserErrorCode.NOT_FOUND, "The studio has no such link.", "id")
                : Outcome.done(ended);
    }

    Way follow(String code, Visitors.Visit visit) {
        if (!visitors.mayAsk(visit)) {
            return new Way.TooMany();
        }
        return sql.everywhere(tx -> {
            AffiliateLink link = LinkStore.coded(tx, code);
            if (link == null) {
                return new Way.Unknown();
            }
            if (link.endedAt() != null) {
                return new Way.Ended();
            }
            if (!visitors.isCounted(visit, code)) {
                LinkStore.passed(tx, link);
                return new Way.To(link.target());
            }
            UUID click = ids.next();
            LinkStore.clicked(tx, link, click, clock.instant());
            return new Way.To(link.leadsTo(LinkStore.clickId(click)));
        });
    }

    private String code() {
        return random.ints(CODE, 0, LETTERS.length())
                .mapToObj(at -> LETTERS.substring(at, at + 1))
                .collect(Collectors.joining());
    }

    private static List<UserError> faults(Wish wish) {
        List<UserError> faults = new ArrayList<>();
        if (!PlainText.isName(wish.name())) {
            faults.add(new UserError(
                    UserErrorCode.INVALID,
                    "A name has 1 to " + PlainText.LONGEST_NAME + " characters, none of them invisible.",
                    "input",
                    "name"));
        }
        URI target = wish.target();
        boolean isWeb = target.getScheme() != null
                && Set.of("http", "https").contains(target.getScheme().toLowerCase(Locale.ROOT))
                && target.getHost() != null
                && target.getRawUserInfo() == null
                && target.toASCIIString().equals(target.toString())
                && target.toString().length() <= LONGEST_TARGET;
        if (!isWeb) {
            faults.add(new UserError(
                    UserErrorCode.INVALID,
                    "An address of the web, http or https, without a user's name, in ASCII, of at most "
                            + LONGEST_TARGET + " characters.",
                    "input",
                    "target"));
        }
        if (wish.parameter() != null && !wish.parameter().matches("[A-Za-z0-9_.-]{1,40}")) {
            faults.add(new UserError(
                    UserErrorCode.INVALID,
                    "A parameter's name has 1 to 40 letters, digits, dots, dashes and underscores.",
                    "input",
                    "parameter"));
        }
        return faults;
    }
}
