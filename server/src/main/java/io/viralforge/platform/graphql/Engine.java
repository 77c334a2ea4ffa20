package io.viralforge.platform.graphql;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.ExecutionId;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.reactive.SubscriptionPublisher;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.validation.GoodFaithIntrospectionExceeded;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Value;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.graphql.Documents.Read;
import io.viralforge.platform.id.Id;
import io.viralforge.platform.log.Subject;
import io.viralforge.trace.Span;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Executes operations, each from beginning to end on the thread that asks, which ought to be a virtual one. What comes in
 * by HTTP and what comes in by WebSocket meet here.
 */
@Singleton
public final class Engine {
    /** Kinds of operations. */
    public enum Kind {
        QUERY,
        MUTATION,
        SUBSCRIPTION
    }

    private static final String REQUEST_ID = "requestId";

    /** A document that is new here is read for a deposit, which comes back when it is valid. */
    private static final int CHARACTERS_A_POINT = 1_000;

    private final Schema schema;
    private final ServerAddress here;
    private final OperationMeters meters;
    private final AuditTrail trail;
    private final Documents documents;
    private final KnownDocuments known;
    private final Costs costs;
    private final Budgets budgets;
    private final long mostCost;
    private final Seats subscriptions;
    private final GraphQL graphql;
    private final EventAnswers events;

    Engine(
            Schema schema,
            ServerAddress here,
            KnownDocuments known,
            Budgets budgets,
            MeterRegistry registry,
            AuditTrail trail,
            @Value("${viralforge.cost.most}") long mostCost,
            @Value("${viralforge.subscriptions.most-per-actor}") int mostSubscriptions) {
        this.subscriptions = new Seats(mostSubscriptions, "subscriptions of 16 KiB");
        this.trail = trail;
        this.meters = new OperationMeters(registry);
        this.schema = schema;
        this.here = here;
        this.known = known;
        this.costs = new Costs(schema.graphql());
        this.budgets = budgets;
        this.mostCost = mostCost;
        this.documents = new Documents(schema.graphql());
        this.graphql = GraphQL.newGraphQL(schema.graphql())
                .defaultDataFetcherExceptionHandler(new Faults())
                .instrumentation(new ChainedInstrumentation(new Resumption(), meters))
                .preparsedDocumentProvider((input, parse) -> CompletableFuture.completedFuture(
                        Objects.requireNonNull(input.getGraphQLContext().get(PreparsedDocumentEntry.class))))
                .build();
        this.events = new EventAnswers(graphql, registry);
    }

    /**
     * Executes an operation for an actor.
     *
     * @param allowed the kinds that may be asked for in this way
     * @param requestId shown with every error and in the log
     * @param address IP address, for brakes on guessing
     */
    public Answer execute(Operation operation, Actor actor, Set<Kind> allowed, String requestId, String address) {
        Subject.forget();
        Subject.REQUEST.is(requestId);
        if (actor instanceof Actor.Member member) {
            Subject.STUDIO.is(Id.Type.STUDIO.of(member.studio()));
        }
        try {
            String text = known.text(operation);
            Document document = documents.known(text);
            if (document == null) {
                long deposit = 1L + text.length() / CHARACTERS_A_POINT;
                Budgets.Bucket bucket = budgets.take(actor, address, deposit);
                if (!bucket.isTaken()) {
                    return throttled(bucket, deposit, requestId);
                }
                switch (documents.read(text)) {
                    case Read.Bad(List<? extends GraphQLError> errors) -> {
                        Map<String, @Nullable Object> body = Faults.body(errors, requestId);
                        tellCost(body, bucket.view(deposit, deposit));
                        return new Answer.Refused(Answer.Reason.INVALID, body);
                    }
                    case Read.Valid(Document valid) -> document = valid;
                }
                budgets.giveBack(bucket, deposit);
            }
            known.learn(operation);
            return execute(operation, text, document, actor, allowed, requestId, address);
        } catch (CodedException refused) {
            return new Answer.Refused(Answer.Reason.INVALID, Faults.body(refused, requestId));
        } catch (GoodFaithIntrospectionExceeded tooMuch) {
            return refused(Answer.Reason.INVALID, "The introspection asks for more than a tool needs.", requestId);
        } finally {
            Subject.forget();
        }
    }

    static String requestId(GraphQLContext context) {
        return context.getOrDefault(REQUEST_ID, "unknown");
    }

    private Answer execute(
            Operation operation,
            String text,
            Document document,
            Actor actor,
            Set<Kind> allowed,
            String requestId,
            String address) {
        OperationDefinition asked = asked(document, operation.name());
        if (asked == null) {
            return refused(
                    Answer.Reason.INVALID,
                    operation.name() == null
                            ? "The document has several operations: say which in operationName."
                            : "The document has no operation of that name.",
                    requestId);
        }
        Kind kind = Kind.valueOf(asked.getOperation().name());
        if (!allowed.contains(kind)) {
            return refused(
                    Answer.Reason.KIND,
                    "A " + kind.name().toLowerCase(Locale.ROOT) + " cannot be asked for in this way.",
                    requestId);
        }
        operation.trim(asked);
        Costs.Priced price = costs.of(document, asked, operation.variables());
        long requested = price.requested();
        if (requested > mostCost) {
            throw new CodedException(
                    ErrorCode.COST_EXCEEDED,
                    "The operation may cost " + requested + " points; " + mostCost + " are allowed.");
        }
        Budgets.Bucket bucket = budgets.take(actor, address, requested);
        if (!bucket.isTaken()) {
            return throttled(bucket, requested, requestId);
        }
        // Without its text, which the document stands for, and which a subscription would keep.
        ExecutionInput.Builder asking = ExecutionInput.newExecutionInput("")
                .operationName(operation.name())
                .variables(operation.variables())
                .executionId(ExecutionId.from(requestId))
                .graphQLContext(Map.of(
                        Actor.class,
                        actor,
                        REQUEST_ID,
                        requestId,
                        Origin.class,
                        new Origin(address, ServerAddress.userAgent()),
                        PreparsedDocumentEntry.class,
                        new PreparsedDocumentEntry(document)));
        if (kind != Kind.SUBSCRIPTION) {
            // That one is kept while it lasts, and each of its events is answered with loaders of its own.
            asking.dataLoaderRegistry(loaders(actor));
        }
        ExecutionInput input = asking.build();
        here.note(input.getGraphQLContext());
        input.getGraphQLContext().put(AuditTrail.class, trail);
        if (kind != Kind.SUBSCRIPTION) {
            input.getGraphQLContext()
                    .put(Footprint.class, new Footprint(text.length(), document, operation.variables()));
        }
        if (operation.after() != null) {
            input.getGraphQLContext().put(Resumption.After.class, new Resumption.After(operation.after()));
        }
        // Without it a loader that is asked in the wake of another one is never sent off.
        DataLoaderDispatchingContextKeys.setEnableDataLoaderChaining(input.getGraphQLContext(), true);
        ExecutionResult result;
        try (Span _ = Span.begin(named(kind, asked))) {
            result = graphql.execute(input);
        }
        if (result.getData() instanceof SubscriptionPublisher source) {
            EventQuestion question =
                    EventQuestion.of(document, asked, operation, actor, ServerAddress.of(input.getGraphQLContext()));
            Flux<Answer.Event> told = Flux.from(source.getUpstreamPublisher())
                    .map(event -> events.answer(
                            question,
                            input.transform(of -> of.root(event).dataLoaderRegistry(loaders(actor))),
                            requestId));
            int seats = new Footprint(text.length(), document, operation.variables()).seats();
            // Hundreds of workers may share a token.
            return new Answer.Subscribed(
                    actor instanceof Actor.WorkerNode ? told : seated(actor.account(address), seats, told));
        }
        Answer answer = answer(result, kind, requestId);
        if (answer instanceof Answer.Executed(Map<String, @Nullable Object> body)) {
            // What failed takes what stands around it along, up to the whole answer: it says nothing of the work done.
            long actual = result.getErrors().isEmpty() && body.get("data") instanceof Map<?, ?> data
                    ? Math.min(requested, price.actual(data))
                    : requested;
            tellCost(body, budgets.giveBack(bucket, requested - actual).view(requested, actual));
        }
        return answer;
    }

    /** Counts a subscription from when it is followed to its end, whichever way. */
    private <T> Flux<T> seated(String account, int seats, Flux<T> events) {
        return Flux.using(
                () -> subscriptions.take(account, seats),
                isTaken -> isTaken ? events : Flux.error(subscriptions.tooMany()),
                _ -> subscriptions.leave(account, seats));
    }

    /** What clients call it; what they ask with is theirs. */
    private static String named(Kind kind, OperationDefinition asked) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        return asked.getName() == null ? word : word + " " + asked.getName();
    }

    private static Answer throttled(Budgets.Bucket bucket, long requested, String requestId) {
        Duration retryAfter = bucket.until(requested);
        CodedException empty = new CodedException(
                ErrorCode.THROTTLED,
                "The operation may cost " + requested + " points and " + bucket.left() + " are left. Try again in "
                        + retryAfter.toSeconds() + " s.");
        Map<String, @Nullable Object> body = Faults.body(empty, requestId);
        tellCost(body, bucket.view(requested, null));
        return new Answer.Throttled(retryAfter, body);
    }

    private static void tellCost(Map<String, @Nullable Object> body, Map<String, @Nullable Object> cost) {
        body.put("extensions", Map.of("cost", cost));
    }

    private static @Nullable OperationDefinition asked(Document document, @Nullable String name) {
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(operation -> name == null || name.equals(operation.getName()))
                .toList();
        return operations.size() == 1 ? operations.getFirst() : null;
    }

    /** Loaders that remember what they loaded, for one execution. */
    private DataLoaderRegistry loaders(Actor actor) {
        DataLoaderRegistry.Builder registry = DataLoaderRegistry.newRegistry();
        schema.loaders().forEach(loader -> register(meters, registry, loader, actor));
        return registry.build();
    }

    private static <K, V> void register(
            OperationMeters meters, DataLoaderRegistry.Builder registry, Loader<K, V> loader, Actor actor) {
        MappedBatchLoader<K, V> batch = keys -> CompletableFuture.completedFuture(
                meters.batch(loader.name(), keys, () -> loader.load().apply(actor, keys)));
        registry.register(loader.name(), DataLoaderFactory.newMappedDataLoader(batch));
    }

    private static Answer answer(ExecutionResult result, Kind kind, String requestId) {
        if (!result.isDataPresent()) {
            return new Answer.Refused(Answer.Reason.INVALID, Faults.body(result.getErrors(), requestId));
        }
        if (kind == Kind.SUBSCRIPTION) {
            return new Answer.Refused(Answer.Reason.SOURCE, Faults.body(result.getErrors(), requestId));
        }
        return new Answer.Executed(body(result, requestId));
    }

    static Map<String, @Nullable Object> body(ExecutionResult result, String requestId) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (!result.getErrors().isEmpty()) {
            body.put("errors", Faults.views(result.getErrors(), requestId));
        }
        body.put("data", result.getData());
        return body;
    }

    private static Answer refused(Answer.Reason reason, String message, String requestId) {
        return new Answer.Refused(
                reason,
                Faults.body(
                        List.of(GraphqlErrorBuilder.newError()
                                .errorType(ErrorType.ExecutionAborted)
                                .message("%s", message)
                                .build()),
                        requestId));
    }
}
