package io.viralforge.publish;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import io.viralforge.media.Assets;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.events.Event;
import io.viralforge.platform.events.EventLog;
import io.viralforge.platform.events.Topic;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.graphql.Caller;
import io.viralforge.platform.graphql.Fetch;
import io.viralforge.platform.graphql.GraphqlFeature;
import io.viralforge.platform.graphql.Input;
import io.viralforge.platform.graphql.Loader;
import io.viralforge.platform.graphql.NodeType;
import io.viralforge.platform.graphql.Page;
import io.viralforge.platform.graphql.Payload;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** What publish.graphqls says of publications. */
@Singleton
final class PublicationGraphql implements GraphqlFeature {
    private static final String PUBLICATION = "publish.publication";
    private static final String STEPS = "publish.steps";
    private static final String FINDINGS = "publish.findings";
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_DESCRIPTION = 5_000;
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_TAG = 100;

    private final Publications publications;
    private final EventLog log;

    PublicationGraphql(Publications publications, EventLog log) {
        this.publications = publications;
        this.log = log;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher(
                                "publications",
                                env -> publications.page(Caller.studio(env), filter(env), Page.of(env))))
                .type("Mutation", this::mutations)
                .type("Subscription", type -> type.dataFetcher("publicationEvents", this::events))
                .type("Publication", this::publication)
                .type(
                        "PublicationEvent",
                        type -> type.dataFetcher(
                                        "state",
                                        env -> event(env)
                                                .payload()
                                                .path("state")
                                                .asText())
                                .dataFetcher(
                                        "publication",
                                        env -> Fetch.loader(env, PUBLICATION)
                                                .load(event(env).subject())));
    }

    private TypeRuntimeWiring.Builder mutations(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("publicationCreate", env -> Payload.of("publication", create(env)))
                .dataFetcher("publicationUpdate", env -> Payload.of("publication", update(env)))
                .dataFetcher(
                        "publicationSchedule",
                        env -> Payload.of(
                                "publication",
                                publications.schedule(
                                        Caller.studio(env),
                                        id(env),
                                        Fetch.arguments(env).as("at", Instant.class))))
                .dataFetcher(
                        "publicationApprove",
                        env -> Payload.of(
                                "publication",
                                publications.approve(Caller.signedIn(env), id(env), Fetch.text(env, "digest"))))
                .dataFetcher(
                        "publicationRetry",
                        env -> Payload.of("publication", publications.retry(Caller.studio(env), id(env))))
                .dataFetcher(
                        "publicationResolve",
                        env -> Payload.of(
                                "publication",
                                publications.resolve(
                                        Caller.signedIn(env).studio(),
                                        id(env),
                                        Fetch.arguments(env).textOrNull("remoteId"))))
                .dataFetcher(
                        "publicationRemove",
                        env -> Payload.of("publication", publications.remove(Caller.studio(env), id(env))))
                .dataFetcher(
                        "publicationDelete",
                        env -> Payload.of("isDeleted", publications.delete(Caller.studio(env), id(env)), false));
    }

    private TypeRuntimeWiring.Builder publication(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("id", env -> Id.Type.PUBLICATION.of(source(env).id()))
                .dataFetcher(
                        "account",
                        env -> Fetch.loader(env, NetworkGraphql.ACCOUNT)
                                .load(source(env).account()))
                .dataFetcher(
                        "asset",
                        env -> Fetch.loader(env, Assets.LOADER).load(source(env).asset()))
                .dataFetcher("title", env -> source(env).content().title())
                .dataFetcher("description", env -> source(env).content().description())
                .dataFetcher("tags", env -> source(env).content().tags())
                .dataFetcher("privacy", env -> source(env).content().privacy())
                .dataFetcher("disclosure", env -> source(env).content().disclosure())
                .dataFetcher("sentBytes", env -> source(env).sent())
                .dataFetcher("approvedAt", env -> approvedAt(source(env)))
                .dataFetcher(
                        "steps",
                        env -> Fetch.loader(env, STEPS).load(source(env).id()))
                .dataFetcher(
                        "findings",
                        env -> Fetch.loader(env, FINDINGS).load(source(env).id()));
    }

    private static @Nullable Instant approvedAt(Publication publication) {
        return publication.approval() == null ? null : publication.approval().at();
    }

    private Outcome<Publication> create(DataFetchingEnvironment env) {
        Input input = Input.argument(env, "input");
        PublicationContent content = content(input.input("content"));
        List<UserError> faults = faults(content, List.of("input", "content"));
        return faults.isEmpty()
                ? publications.create(
                        Caller.member(env),
                        Id.Type.NETWORK_ACCOUNT.uuid(input.text("accountId")),
                        Id.Type.ASSET.uuid(input.text("assetId")),
                        content,
                        Fetch.text(env, "idempotencyKey"))
                : Outcome.refused(faults);
    }

    private Outcome<Publication> update(DataFetchingEnvironment env) {
        Input input = Fetch.arguments(env).inputOrNull("input");
        PublicationContent content = input == null ? null : content(input);
        List<UserError> faults = content == null ? List.of() : faults(content, List.of("input"));
        return faults.isEmpty() ? publications.revise(Caller.studio(env), id(env), content) : Outcome.refused(faults);
    }

    private static PublicationContent content(Input input) {
        Input disclosure = input.input("disclosure");
        return new PublicationContent(
                PlainText.stripped(input.text("title")),
                input.text("description").strip(),
                input.texts("tags").stream().map(PlainText::stripped).distinct().toList(),
                input.asOrNull("privacy", PublicationPrivacy.class),
                new Disclosure(
                        disclosure.flag("isAiMade"),
                        disclosure.flag("isAltered"),
                        disclosure.flag("isSponsored"),
                        disclosure.flag("isOwnPromotion"),
                        disclosure.flagOrNull("isForKids")));
    }

    /** What no network would take; what a particular one would not is its connector's to find. */
    private static List<UserError> faults(PublicationContent content, List<String> where) {
        List<UserError> faults = new ArrayList<>();
        if (content.title().length() > LONGEST_TITLE
                || (!content.title().isEmpty() && !PlainText.isPlain(content.title()))) {
            faults.add(fault("A title is one line of at most " + LONGEST_TITLE + " characters.", where, "title"));
        }
        if (content.description().length() > LONGEST_DESCRIPTION
                || !content.description().equals(PlainText.of(content.description()))) {
            faults.add(fault(
                    "A description has at most " + LONGEST_DESCRIPTION + " characters, none of them invisible.",
                    where,
                    "description"));
        }
        if (content.tags().size() > MOST_TAGS
                || content.tags().stream()
                        .anyMatch(tag -> tag.isEmpty()
                                || tag.length() > LONGEST_TAG
                                || tag.startsWith("#")
                                || tag.indexOf(',') >= 0
                                || !PlainText.isPlain(tag))) {
            faults.add(fault(
                    "There are at most %d tags of 1 to %d characters, without # and comma."
                            .formatted(MOST_TAGS, LONGEST_TAG),
                    where,
                    "tags"));
        }
        return faults;
    }

    private static UserError fault(String message, List<String> where, String field) {
        List<String> path = new ArrayList<>(where);
        path.add(field);
        return new UserError(UserErrorCode.INVALID, message, path);
    }

    private static PublicationStore.Filter filter(DataFetchingEnvironment env) {
        Input filter = Fetch.arguments(env).inputOrNull("filter");
        if (filter == null) {
            return new PublicationStore.Filter(null, null, null, null);
        }
        String account = filter.textOrNull("accountId");
        UUID known = account == null ? null : Id.Type.NETWORK_ACCOUNT.uuid(account);
        return new PublicationStore.Filter(
                filter.constantsOrNull("states", PublicationState.class),
                // An id that names no account matches nothing, rather than everything.
                account != null && known == null ? NOBODY : known,
                filter.asOrNull("from", Instant.class),
                filter.asOrNull("to", Instant.class));
    }

    private Publisher<Event> events(DataFetchingEnvironment env) {
        List<String> ids = env.getArgument("ids");
        Set<UUID> subjects = ids == null
                ? null
                : ids.stream()
                        .map(Id.Type.PUBLICATION::uuid)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return log.follow(Caller.studio(env), Topic.PUBLICATION, subjects, env.getArgument("after"));
    }

    @Override
    public List<NodeType<?>> nodeTypes() {
        return List.of(
                new NodeType<>(Id.Type.PUBLICATION, "Publication", Publication.class, inStudio(publications::find)));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new Loader<>(PUBLICATION, inStudio(publications::find)),
                new Loader<>(STEPS, inStudio(publications::steps)),
                new Loader<>(FINDINGS, inStudio(publications::findings)));
    }

    @Override
    public Map<String, Class<?>> javaTypes() {
        return Map.of(
                "PublicationEvent",
                Event.class,
                "PublicationFinding",
                PublicationFinding.class,
                "PublicationStep",
                PublicationStep.class,
                "Disclosure",
                Disclosure.class,
                "Trouble",
                Trouble.class);
    }

    private static <T> BiFunction<Actor, Set<UUID>, Map<UUID, T>> inStudio(
            BiFunction<UUID, Set<UUID>, Map<UUID, T>> find) {
        return (actor, ids) -> actor instanceof Actor.Member member ? find.apply(member.studio(), ids) : Map.of();
    }

    private static @Nullable UUID id(DataFetchingEnvironment env) {
        return Id.Type.PUBLICATION.uuid(Fetch.text(env, "id"));
    }

    private static Publication source(DataFetchingEnvironment env) {
        return Fetch.source(env, Publication.class);
    }

    private static Event event(DataFetchingEnvironment env) {
        return Fetch.source(env, Event.class);
    }
}
