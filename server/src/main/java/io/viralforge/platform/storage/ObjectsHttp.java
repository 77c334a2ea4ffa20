package io.viralforge.platform.storage;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Put;
import io.viralforge.platform.storage.LocalObjectStore.Access;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local store's files over HTTP. Who has a signed address may do what it says; nothing else is looked at, so there
 * is nothing here to sign in to. Bytes stream from socket to disk and back, whatever the file's size. The header that keeps
 * browsers from guessing types comes with every answer of the server.
 */
@Controller(LocalObjectStore.PATH)
@Requires(beans = LocalObjectStore.class)
final class ObjectsHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectsHttp.class);

    private final LocalObjectStore store;

    ObjectsHttp(LocalObjectStore store) {
        this.store = store;
    }

    @Put(value = "/{studio}/{id}", consumes = MediaType.ALL, produces = MediaType.TEXT_PLAIN)
    HttpResponse<?> put(HttpRequest<?> request, String studio, String id, @Body @Nullable InputStream content) {
        Access.PutPart part = store.putAccess(request.getUri());
        if (part == null) {
            return forbidden();
        }
        String length = request.getHeaders().get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return said(HttpStatus.LENGTH_REQUIRED, "Send Content-Length.");
        }
        if (content == null || !length.equals(Long.toString(part.bytes()))) {
            return said(HttpStatus.BAD_REQUEST, "This address is for exactly " + part.bytes() + " bytes.");
        }
        try (content) {
            store.write(part, content);
            return HttpResponse.ok();
        } catch (IOException e) {
            // Nobody is left to read it when the connection was cut.
            return said(HttpStatus.BAD_REQUEST, "The part did not arrive whole. Send it again.");
        } catch (StorageFailure e) {
            return failed(e);
        }
    }

    @Get(value = "/{studio}/{id}", produces = MediaType.ALL, headRoute = false)
    HttpResponse<?> get(HttpRequest<?> request, String studio, String id) {
        return answer(request, true);
    }

    @Head("/{studio}/{id}")
    HttpResponse<?> head(HttpRequest<?> request, String studio, String id) {
        return answer(request, false);
    }

    private HttpResponse<?> answer(HttpRequest<?> request, boolean withContent) {
        Access.Get access = store.getAccess(request.getUri());
        if (access == null) {
            return forbidden();
        }
        try {
            Stored object = store.stat(access.key());
            return object == null ? gone() : answer(request, access, object, withContent);
        } catch (StorageFailure e) {
            return failed(e);
        }
    }

    private HttpResponse<?> answer(HttpRequest<?> request, Access.Get access, Stored object, boolean withContent) {
        String tag = "\"" + object.tag() + "\"";
        String condition = request.getHeaders().get(HttpHeaders.IF_RANGE);
        boolean isCurrent = condition == null || condition.equals(tag);
        ByteRange asked = ByteRange.of(isCurrent ? request.getHeaders().get(HttpHeaders.RANGE) : null, object.bytes());
        MutableHttpResponse<?> response = switch (asked) {
            case ByteRange.Whole() -> content(access, 0, object.bytes(), withContent, HttpStatus.OK);
            case ByteRange.Slice(long from, long length) ->
                content(access, from, length, withContent, HttpStatus.PARTIAL_CONTENT)
                        .header(
                                HttpHeaders.CONTENT_RANGE,
                                "bytes " + from + "-" + (from + length - 1) + "/" + object.bytes());
            case ByteRange.Unsatisfiable() ->
                said(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The file has " + object.bytes() + " bytes.")
                        .header(HttpHeaders.CONTENT_RANGE, "bytes */" + object.bytes());
        };
        return response.header(HttpHeaders.ETAG, tag).header(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private MutableHttpResponse<?> content(
            Access.Get access, long from, long length, boolean withContent, HttpStatus status) {
        MutableHttpResponse<Stretch> response = HttpResponse.status(status);
        if (withContent) {
            response.body(new Stretch(store.open(access.key(), from, length), length));
        } else {
            response.contentLength(length);
        }
        return response.contentType(MediaType.of(access.as().contentType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, access.as().contentDisposition())
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=86400, immutable")
                .header("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static HttpResponse<?> forbidden() {
        return said(HttpStatus.FORBIDDEN, "This address is not valid, or no longer. Ask for a fresh one.");
    }

    private static HttpResponse<?> gone() {
        return said(HttpStatus.NOT_FOUND, "The file has been deleted.");
    }

    private static HttpResponse<?> failed(StorageFailure failure) {
        return switch (failure.reason()) {
            case NO_SUCH_OBJECT -> gone();
            case NO_SUCH_UPLOAD, WRONG_PARTS -> said(HttpStatus.NOT_FOUND, "The upload has ended.");
            case FULL -> {
                LOG.error("the object store is full", failure);
                yield said(HttpStatus.INSUFFICIENT_STORAGE, "There is no space left.");
            }
            case UNAVAILABLE -> {
                LOG.error("the object store failed", failure);
                yield said(HttpStatus.SERVICE_UNAVAILABLE, "The file cannot be reached now. Try again in a while.");
            }
        };
    }

    private static MutableHttpResponse<String> said(HttpStatus status, String message) {
        return HttpResponse.<String>status(status)
                .contentType(MediaType.TEXT_PLAIN_TYPE)
                .body(message + "\n");
    }
}
