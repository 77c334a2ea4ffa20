package io.viralforge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.jobs.JobFixture;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.SchemaQuestions;
import io.viralforge.platform.graphql.SchemaQuestions.RootField;
import io.viralforge.platform.graphql.Scope;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.GraphqlResponse;
import io.viralforge.testing.RawSocket;
import io.viralforge.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every field of the schema, asked by everybody, about things of their own and of others. */
class WhoSeesWhatTest {
    private static final Scope[] ADMIN = {Scope.READ, Scope.CREATE, Scope.PUBLISH, Scope.MONEY, Scope.ADMIN};

    private static TestServer server;
    private static SchemaQuestions questions;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        questions = SchemaQuestions.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The list is looked at in every change: a field that was forgotten shows as open to everybody. */
    @Test
    void eachFieldIsOpenToWhomTheListSays() throws IOException {
        Map<String, String> open = new TreeMap<>();
        questions
                .rootFields()
                .forEach(field -> open.put(
                        field.toString(), field.scopes().isEmpty() ? "everybody" : String.join(" ", field.scopes())));
        assertThat(open).isEqualTo(listed());
    }

    @Test
    void eachFieldIsRefusedToAllOthers() throws InterruptedException {
        Map<String, @Nullable Actor> actors = new LinkedHashMap<>();
        actors.put("nobody", null);
        actors.put("a viewer", server.newMember(Scope.READ));
        actors.put("a creator", server.newMember(Scope.READ, Scope.CREATE, Scope.PUBLISH));
        actors.put("an admin", server.newMember(ADMIN));
        actors.put("an operator", server.newMember(Scope.OPERATOR));
        actors.put("a worker", server.newWorker());
        List<String> wrong = new ArrayList<>();
        for (RootField field : questions.rootFields()) {
            for (var each : actors.entrySet()) {
                Actor actor = each.getValue();
                List<String> codes = field.type().equals("Subscription")
                        ? subscribed(actor, field)
                        : codes(server.ask(actor, questions.about(field, "x")));
                boolean isOpen = field.scopes().isEmpty()
                        || (actor != null
                                && actor.scopes().stream().map(Scope::name).anyMatch(field.scopes()::contains));
                if (!refusals(codes)
                        .equals(isOpen ? Set.of() : Set.of(actor == null ? "UNAUTHENTICATED" : "FORBIDDEN"))) {
                    wrong.add(field + " for " + each.getKey() + ": " + codes);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void anExpiredOrForgedTokenOpensNothingAtAll() {
        Actor.Member member = server.newMember(EnumSet.allOf(Scope.class).toArray(Scope[]::new));
        String expired = TestServer.token(member, Instant.now().minusSeconds(1));
        List<RootField> opened = new ArrayList<>();
        for (RootField field : questions.rootFields()) {
            for (String token : List.of(expired, "forged", "vfw_" + "A".repeat(43))) {
                GraphqlResponse answer = GraphqlResponse.of(server.uri(), token, questions.about(field, "x"), Map.of());
                if (answer.status() != 401 || answer.body().hasNonNull("data")) {
                    opened.add(field);
                }
            }
        }
        assertThat(opened).isEmpty();
    }

    @Test
    void whatBelongsToAStudioIsNeitherShownToAnotherNorChangedByIt() throws InterruptedException {
        Possessions theirs = Possessions.make(server);
        Actor.Member stranger = server.newMember(ADMIN);
        assertThat(theirs.shownTo(theirs.owner))
                .as("the owner is shown it all by the same questions")
                .containsAll(theirs.ids);
        Map<String, String> before = theirs.fingerprints();
        assertThat(theirs.shownTo(stranger)).isEmpty();
        assertThat(theirs.shownTo(null)).isEmpty();
        assertThat(theirs.fingerprints()).isEqualTo(before);
    }

    @Test
    void noTableShowsAnotherStudiosRows() {
        Possessions theirs = Possessions.make(server);
        UUID stranger = server.newMember(Scope.READ).studio();
        Map<String, Integer> seen = new TreeMap<>();
        theirs.tables().forEach(table -> {
            int rows = server.sql()
                    .inStudio(
                            stranger,
                            tx -> tx.one(
                                    "SELECT count(*)::int AS n FROM " + table + " WHERE studio_id = ?",
                                    row -> row.number("n"),
                                    theirs.owner.studio()));
            if (rows > 0) {
                seen.put(table, rows);
            }
        });
        assertThat(seen).isEmpty();
        assertThat(theirs.fingerprints()).as("there is something to be seen").hasSizeGreaterThan(8);
    }

    /** What the field itself was refused with; a field below it may well be closed. */
    private static List<String> codes(GraphqlResponse answer) {
        List<String> codes = new ArrayList<>();
        answer.body().path("errors").forEach(error -> {
            if (error.path("path").size() <= 1) {
                codes.add(error.at("/extensions/code").asText());
            }
        });
        return codes;
    }

    /** What a subscription was refused with; nothing when it goes on, or ends for another reason. */
    private static List<String> subscribed(@Nullable Actor actor, RootField field) throws InterruptedException {
        try (RawSocket socket = socket(actor)) {
            subscribe(socket, "asked", questions.about(field, "x"));
            subscribe(socket, "after", "{ service { version } }");
            List<String> codes = new ArrayList<>();
            // The refused one answers; of one that goes on nothing is heard until the other has answered.
            for (JsonNode message = socket.next(); ; message = socket.next()) {
                boolean isAsked = message.path("id").asText().equals("asked");
                if (isAsked) {
                    codes.addAll(message.findValuesAsText("code"));
                }
                boolean mayBeRefused = actor == null
                        || actor.scopes().stream().map(Scope::name).noneMatch(field.scopes()::contains);
                if (mayBeRefused ? isAsked : message.path("type").asText().equals("complete")) {
                    return codes;
                }
            }
        }
    }

    private static Set<String> refusals(List<String> codes) {
        Set<String> refusals = new TreeSet<>(codes);
        refusals.retainAll(Set.of("UNAUTHENTICATED", "FORBIDDEN"));
        return refusals;
    }

    private static RawSocket socket(@Nullable Actor actor) throws InterruptedException {
        RawSocket socket = RawSocket.open(server.uri(), Map.of());
        socket.send(
                actor == null
                        ? "{\"type\": \"connection_init\"}"
                        : "{\"type\": \"connection_init\", \"payload\": {\"Authorization\": \"Bearer "
                                + TestServer.token(actor) + "\"}}");
        assertThat(socket.next().get("type").asText()).isEqualTo("connection_ack");
        return socket;
    }

    private static void subscribe(RawSocket socket, String id, String document) {
        socket.send("{\"type\": \"subscribe\", \"id\": \"" + id + "\", \"payload\": {\"query\": \""
                + document.replace("\"", "\\\"") + "\"}}");
    }

    private static Map<String, String> listed() throws IOException {
        try (InputStream file = Objects.requireNonNull(WhoSeesWhatTest.class.getResourceAsStream("/who-may.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(':')),
                            line -> line.substring(line.indexOf(':') + 1).strip(),
                            (first, second) -> first,
                            TreeMap::new));
        }
    }

    /**
     * A studio with one of everything.
     *
     * @param ids of its things, as clients see them
     * @param secrets texts that appear nowhere but in what belongs to it: the ids, hashes, names
     */
    record Possessions(TestServer server, Actor.Member owner, List<String> ids, Set<String> secrets) {
        static Possessions make(TestServer server) {
            JobFixture fixture = new JobFixture(server);
            Actor.Member owner = new Actor.Member(
                    fixture.member.id(), fixture.member.studio(), fixture.member.session(), Set.of(ADMIN));
            String name = "canary-" + UUID.randomUUID();
            String asset = fixture.clip("OWNED");
            String job = fixture.submitted();
            JobFixture.RemoteWorker worker = fixture.new RemoteWorker(name);
            JsonNode lease = worker.lease(1).getFirst();
            worker.heartbeat(0.5, lease);
            worker.startOutput(
                    lease, "VIDEO", 10, "%064x".formatted(UUID.randomUUID().getMostSignificantBits()));
            // To ask everything may take longer than a lease lasts, and a job that goes back to the queue is a change.
            server.sql()
                    .doInStudio(
                            owner.studio(),
                            tx -> tx.update("UPDATE attempt SET lease_until = now() + interval '1 hour'"));
            String upload = server.data(owner, """
                            mutation ($name: String!, $key: String!) {
                              uploadStart(input: {fileName: $name, bytes: 5,
                                sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
                                idempotencyKey: $key) { upload { id missingParts { url } } userErrors { code } } }""", Map.of("name", name + ".mp4", "key", name))
                    .at("/uploadStart/upload/id")
                    .asText();
            server.data(owner, """
                    mutation ($name: String!) { studioUpdate(input: {name: $name}) { userErrors { code } } }""", Map.of("name", name));
            server.data(owner, """
                    mutation { invitationCreate(input: {role: VIEWER}) { url userErrors { code } } }""");
            UUID key = UUID.randomUUID();
            server.sql().doInStudio(owner.studio(), tx -> tx.update("""
                                    INSERT INTO api_key (studio_id, id, person_id, name, hash, scopes, created_at)
                                    VALUES (?, ?, ?, ?, sha256(?::text::bytea), '{READ}', now())
                                    """, owner.studio(), key, owner.id(), name, key));
            String member = server.data(owner, "{ viewer { studio { members { nodes { id } } } } }")
                    .at("/viewer/studio/members/nodes/0/id")
                    .asText();
            UUID niche = UUID.randomUUID();
            UUID trend = UUID.randomUUID();
            follow(server, owner, niche, trend, name);
            UUID entry = UUID.randomUUID();
            UUID link = UUID.randomUUID();
            earn(server, owner, entry, link, name);
            UUID account = UUID.randomUUID();
            UUID publication = UUID.randomUUID();
            publish(server, owner, account, publication, asset, name);
            List<String> ids = List.of(
                    asset,
                    job,
                    upload,
                    member,
                    Id.Type.API_KEY.of(key),
                    Id.Type.NICHE.of(niche),
                    Id.Type.TREND.of(trend),
                    Id.Type.REVENUE_ENTRY.of(entry),
                    Id.Type.AFFILIATE_LINK.of(link),
                    Id.Type.NETWORK_ACCOUNT.of(account),
                    Id.Type.PUBLICATION.of(publication),
                    Id.Type.STUDIO.of(owner.studio()),
                    Id.Type.PERSON.of(owner.id()));
            Set<String> secrets = new HashSet<>(ids);
            secrets.add(name);
            secrets.add(owner.studio().toString());
            secrets.add(lease.get("inputs").get(0).get("sha256").asText());
            return new Possessions(server, owner, ids, Set.copyOf(secrets));
        }

        /** Money that a click brought, a refund that waits, and where more is told. */
        private static void earn(TestServer server, Actor.Member owner, UUID entry, UUID link, String name) {
            server.sql().doInStudio(owner.studio(), tx -> {
                tx.update("""
                        INSERT INTO affiliate_link (studio_id, id, code, name, target, created_at)
                        VALUES (?, ?, ?, ?, 'https://example.org/', now())""", owner.studio(), link, name, name);
                tx.update("""
                        INSERT INTO affiliate_click (studio_id, id, link_id, at) VALUES (?, ?, ?, now())""", owner.studio(), entry, link);
                tx.update("""
                        INSERT INTO ledger_entry (studio_id, id, source, external_id, currency, occurred_at, note, click_id)
                        VALUES (?, ?, 'STRIPE', ?, 'EUR', now(), ?, ?)""", owner.studio(), entry, name, name, entry);
                tx.update("""
                        INSERT INTO ledger_posting (studio_id, entry_id, account, amount)
                        VALUES (?, ?, 'DUE', 7), (?, ?, 'INCOME', -7)""", owner.studio(), entry, owner.studio(), entry);
                tx.update("""
                        INSERT INTO waiting_refund (studio_id, source, external_id, sale, amount, currency, occurred_at)
                        VALUES (?, 'STRIPE', ?, 'canary', 1, 'EUR', now())""", owner.studio(), name);
                tx.update("""
                        INSERT INTO cost_price (studio_id, unit, from_day, amount, currency)
                        VALUES (?, 'CPU_SECOND', '2026-01-01', 7, 'EUR')""", owner.studio());
                tx.update("""
                        INSERT INTO exchange_rate (studio_id, currency, day, per_euro, source)
                        VALUES (?, 'USD', '2026-01-01', 7, ?)""", owner.studio(), name);
                tx.update("INSERT INTO work_budget (studio_id, amount, currency) VALUES (?, 7, 'EUR')", owner.studio());
                tx.update("""
                        INSERT INTO revenue_hook (studio_id, source, id, secret, set_at)
                        VALUES (?, 'STRIPE', ?, '\\x00', now())""", owner.studio(), entry);
            });
        }

        /** An account that cannot be asked, and a draft for it. */
        private static void publish(
                TestServer server, Actor.Member owner, UUID account, UUID publication, String asset, String name) {
            server.sql().doInStudio(owner.studio(), tx -> {
                tx.update("""
                        INSERT INTO network_account (studio_id, id, network, remote_id, title, state, connected_at)
                        VALUES (?, ?, 'YOUTUBE', ?, ?, 'DISCONNECTED', now())""", owner.studio(), account, name, name);
                tx.update("""
                        INSERT INTO publication (studio_id, id, account_id, asset_id, state, title, description, tags,
                            is_ai_made, is_altered, is_sponsored, is_own_promotion, digest, created_at)
                        VALUES (?, ?, ?, ?, 'DRAFT', ?, '', '{}', false, false, false, false, ?, now())""", owner.studio(), publication, account, Id.Type.ASSET.uuid(asset), name, name);
                tx.update(
                        "INSERT INTO publication_step (studio_id, publication_id, id, step) VALUES (?, ?, ?, 'CREATED')",
                        owner.studio(),
                        publication,
                        publication);
            });
        }

        /** A niche that is due at no time, with a trend that one of the studio's own feeds told. */
        private static void follow(TestServer server, Actor.Member owner, UUID niche, UUID trend, String name) {
            UUID item = UUID.randomUUID();
            server.sql().doInStudio(owner.studio(), tx -> {
                tx.update("""
                        INSERT INTO niche (studio_id, id, name, keywords, languages, regions, feeds, horizon, is_followed, created_at)
                        VALUES (?, ?, ?, ARRAY[?], '{}', '{}', '{}', 'HOURS_24', true, now())""", owner.studio(), niche, name, name);
                tx.update("""
                        INSERT INTO trend_item (id, studio_id, source, external_id, title, first_seen_at, last_seen_at)
                        VALUES (?, ?, 'feeds', ?, ?, now(), now())""", item, owner.studio(), name, name);
                tx.update("""
                        INSERT INTO trend (studio_id, id, niche_id, lead_id, place, first_seen_at, last_seen_at, story, centre, things)
                        VALUES (?, ?, ?, ?, 0, now(), now(), 'canary', '\\x00', 1)""", owner.studio(), trend, niche, item);
                tx.update("""
                        INSERT INTO trend_telling (studio_id, niche_id, item_id, trend_id, last_seen_at)
                        VALUES (?, ?, ?, ?, now())""", owner.studio(), niche, item, trend);
                tx.update("""
                        INSERT INTO trend_insight (studio_id, trend_id, summary, hooks, model, written_at)
                        VALUES (?, ?, ?, '[]', 'canary', now())""", owner.studio(), trend, name);
                tx.update("""
                        INSERT INTO language_call (studio_id, id, prompt, model, asked_at, ends_at, ended_at, tokens_in, tokens_out, answer)
                        VALUES (?, ?, 'canary', 'canary', now(), now(), now(), 1, 1, ?)""", owner.studio(), item, name);
            });
        }

        /** What of it appears in what the schema answers to somebody who asks everything about each of the ids. */
        Set<String> shownTo(@Nullable Actor actor) throws InterruptedException {
            Set<String> shown = new TreeSet<>();
            for (RootField field : questions.rootFields()) {
                // The owner only reads, or nothing would be left to show.
                boolean isAsked = field.type().equals("Query")
                        || (!owner.equals(actor) && field.type().equals("Mutation"));
                for (String id : isAsked ? ids : List.<String>of()) {
                    GraphqlResponse answer = server.ask(actor, questions.about(field, id));
                    addShown(answer.body(), id, shown);
                }
            }
            if (actor instanceof Actor.Member member && !owner.equals(actor)) {
                shown.addAll(heardBy(member));
            }
            return shown;
        }

        /** What of it is heard by somebody who subscribes to everything about each of the ids, from the first event on. */
        private Set<String> heardBy(Actor.Member actor) throws InterruptedException {
            Set<String> shown = new TreeSet<>();
            try (RawSocket socket = socket(actor)) {
                subscribe(socket, "own", "subscription { assetEvents { cursor } }");
                int number = 0;
                for (RootField field : questions.rootFields()) {
                    if (field.type().equals("Subscription")
                            && actor.scopes().stream().map(Scope::name).anyMatch(field.scopes()::contains)) {
                        for (String id : ids) {
                            subscribe(socket, "s" + number++, questions.about(field, id));
                        }
                    }
                }
                // An event of the stranger's own shows that all before it has been told.
                String key = UUID.randomUUID().toString();
                server.sql()
                        .doInStudio(
                                actor.studio(),
                                tx -> tx.update(
                                        "INSERT INTO outbox (studio_id, topic, subject, payload) VALUES (?, 'ASSET', ?, '{\"state\": \"READY\"}')",
                                        actor.studio(),
                                        UUID.fromString(key)));
                JsonNode message;
                do {
                    message = socket.next();
                    addShown(message, "", shown);
                } while (!message.path("id").asText().equals("own"));
            }
            return shown;
        }

        /** An id that was asked about comes back in errors, and tells nothing. */
        private void addShown(JsonNode answer, String asked, Set<String> shown) {
            String text = answer.path("errors").isMissingNode()
                    ? answer.toString()
                    : answer.path("data").toString();
            secrets.stream()
                    .filter(secret -> text.contains(secret) || hex(text).contains(hex(secret)))
                    .filter(secret -> !secret.equals(asked) || isInObject(answer, asked))
                    .forEach(shown::add);
        }

        private static String hex(String text) {
            return text.replace("-", "");
        }

        private static boolean isInObject(JsonNode answer, String id) {
            return Stream.concat(
                            answer.findValuesAsText("id").stream(),
                            answer.findParents("__typename").stream()
                                    .flatMap(parent -> parent.valueStream().map(JsonNode::asText)))
                    .anyMatch(id::equals);
        }

        List<String> tables() {
            return server.sql().everywhere(tx -> tx.rows("""
                    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                    WHERE c.relkind IN ('r', 'p') AND a.attname = 'studio_id' AND NOT a.attisdropped
                    ORDER BY 1""", row -> row.text("relname")));
        }

        /** A digest of the studio's rows in each table that has any. */
        Map<String, String> fingerprints() {
            Map<String, String> found = new TreeMap<>();
            for (String table : tables()) {
                String digest = server.sql()
                        .everywhere(tx -> tx.one(
                                "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM "
                                        + table + " t WHERE studio_id = ?",
                                row -> row.text("digest"),
                                owner.studio()));
                if (!digest.isEmpty()) {
                    found.put(table, digest);
                }
            }
            return found;
        }
    }
}
