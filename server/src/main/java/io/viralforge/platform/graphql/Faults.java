package io.viralforge.platform.graphql;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.MayBeAway;
import io.viralforge.platform.sql.SqlFailure;
import io.viralforge.platform.text.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients see of a failure. A {@link CodedException} speaks for itself; anything else is said in general words and
 * written to the log, under the request's id, with all there is to know.
 */
public final class Faults implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int LONGEST_MESSAGE = 1_000;
    private static final String OURS =
            "Something went wrong on our side. It has been written down under this requestId.";
    private static final String UNSTORABLE =
            "A value cannot be stored: text may hold no NUL character, and numbers and times have their limits.";
    private static final String AWAY = "Something this needs cannot be reached now. Try again in a while.";

    /** A response whose only content is a failure. */
    public static Map<String, @Nullable Object> body(Throwable failure, String requestId) {
        return body(List.of(Seen.of(failure, requestId, "outside of any field")), requestId);
    }

    static Map<String, @Nullable Object> body(List<? extends GraphQLError> errors, String requestId) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("errors", views(errors, requestId));
        return body;
    }

    static List<Map<String, Object>> views(List<? extends GraphQLError> errors, String requestId) {
        return errors.stream().map(error -> view(error, requestId)).toList();
    }

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters parameters) {
        String requestId =
                Engine.requestId(parameters.getDataFetchingEnvironment().getGraphQlContext());
        Seen seen = Seen.of(parameters.getException(), requestId, parameters.getPath());
        return CompletableFuture.completedFuture(DataFetcherExceptionHandlerResult.newResult(GraphQLError.newError()
                        .message("%s", seen.getMessage())
                        .path(parameters.getPath())
                        .location(parameters.getSourceLocation())
                        .extensions(Map.of("code", seen.code.name()))
                        .build())
                .build());
    }

    /** The code under which a failure is seen. */
    static ErrorCode code(Throwable failure) {
        return switch (cause(failure)) {
            case CodedException coded -> coded.code();
            case SqlFailure sql when sql.isUnstorable() -> ErrorCode.BAD_REQUEST;
            case Throwable other when MayBeAway.isAway(other) -> ErrorCode.UNAVAILABLE;
            case Throwable other -> ErrorCode.INTERNAL;
        };
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Map<String, Object> view(GraphQLError error, String requestId) {
        Map<String, Object> view = new LinkedHashMap<>();
        Map<String, Object> extensions = new LinkedHashMap<>();
        Object code =
                error.getExtensions() == null ? null : error.getExtensions().get("code");
        if (code == null && isOurs(error)) {
            LOG.error("request {}: {}", requestId, error);
            code = ErrorCode.INTERNAL;
            view.put("message", OURS);
        } else {
            view.put("message", shortened(error.getMessage()));
        }
        if (error.getLocations() != null && !error.getLocations().isEmpty()) {
            view.put(
                    "locations",
                    error.getLocations().stream()
                            .map(at -> Map.of("line", at.getLine(), "column", at.getColumn()))
                            .toList());
        }
        if (error.getPath() != null) {
            view.put("path", error.getPath());
        }
        extensions.put("code", code == null ? ErrorCode.BAD_REQUEST.name() : code.toString());
        extensions.put("requestId", requestId);
        view.put("extensions", extensions);
        return view;
    }

    /** The engine repeats what it does not like, however long that is. */
    private static String shortened(String message) {
        String cut = PlainText.cut(message, LONGEST_MESSAGE);
        return cut.length() == message.length() ? message : cut + "…";
    }

    /** True for errors graphql-java makes of what a fetcher answered, such as null where that is not allowed. */
    private static boolean isOurs(GraphQLError error) {
        return error.getErrorType() == ErrorType.DataFetchingException
                || error.getErrorType() == ErrorType.NullValueInNonNullableField;
    }

    /** A failure as it is shown. */
    private record Seen(ErrorCode code, String text) implements GraphQLError {
        private static final long serialVersionUID = 1;

        static Seen of(Throwable failure, String requestId, Object where) {
            Throwable cause = cause(failure);
            ErrorCode code = Faults.code(cause);
            if (cause instanceof CodedException) {
                return new Seen(code, String.valueOf(cause.getMessage()));
            }
            if (code == ErrorCode.BAD_REQUEST) {
                return new Seen(code, UNSTORABLE);
            }
            if (code == ErrorCode.UNAVAILABLE) {
                LOG.warn("request {}, {}: {}", requestId, where, cause.toString());
                return new Seen(code, AWAY);
            }
            LOG.error("request {}, {}", requestId, where, cause);
            return new Seen(code, OURS);
        }

        @Override
        public String getMessage() {
            return text;
        }

        @Override
        public @Nullable List<graphql.language.SourceLocation> getLocations() {
            return null;
        }

        @Override
        public ErrorType getErrorType() {
            return ErrorType.ExecutionAborted;
        }

        @Override
        public Map<String, Object> getExtensions() {
            return Map.of("code", code.name());
        }
    }
}
