package io.viralforge.platform.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a request. Details are for the log: a stranger's server has written part of them. */
public sealed interface OutboundResult {
    /**
     * The server answered, whatever it said. Headers are found by their names in any case.
     *
     * @param from where the last redirect led
     * @param status 200 or more; a redirect only where none was to be followed
     * @param retryAfter how long it asks to be left alone; null: it does not say
     */
    record Answered(
            URI from,
            int status,
            Map<String, List<String>> headers,
            Content content,
            @Nullable Duration retryAfter) implements OutboundResult {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** That {@link OutboundRequest#unless} holds. */
        public boolean isUnchanged() {
            return status == 304;
        }

        /** A header's first value. */
        public @Nullable String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.getFirst();
        }

        /** To ask with the next time. */
        public Validators validators() {
            return new Validators(header("ETag"), header("Last-Modified"));
        }

        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /** The request must not go there; nothing was sent to that place. */
    record Refused(Reason reason) implements OutboundResult {
        /** What is wrong with where it would have gone. */
        public enum Reason {
            /** Neither http nor https. */
            SCHEME,
            /** A name or password stands in it. */
            USER_INFO,
            /** The host's name has no form, or more than one reading. */
            HOST,
            /** Neither 80 nor 443. */
            PORT,
            /** It leads to an address that is not the internet's. */
            ADDRESS,
            /** A redirect leads nowhere. */
            LOCATION,
            /** A redirect leads from https to http. */
            DOWNGRADE,
            /** Five redirects, and then another. */
            REDIRECTS
        }
    }

    /** No address, no connection, or a certificate that proves nothing: nothing was sent. */
    record Unreachable(String detail) implements OutboundResult {}

    /** The answer was broken off or is no HTTP. What came of the request is not known. */
    record Broken(String detail) implements OutboundResult {}

    /** It took too long. What came of the request is not known. */
    record TimedOut(Duration limit) implements OutboundResult {}

    /** The answer's headers or body are too large. */
    record TooLarge() implements OutboundResult {}

    /** An answer's body; empty where it was written elsewhere. */
    final class Content {
        static final Content EMPTY = new Content(new byte[0]);

        private final byte[] bytes;

        Content(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Not a copy. */
        public byte[] bytes() {
            return bytes;
        }

        /** As UTF-8, with replacements for what is none. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
