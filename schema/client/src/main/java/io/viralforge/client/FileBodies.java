package io.viralforge.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Bodies of requests and answers that live in files. */
final class FileBodies {
    private FileBodies() {}

    /** Exactly these bytes of a file, read as they are sent. */
    static BodyPublisher range(Path file, long offset, long bytes, Meter meter) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return new Range(file, offset, bytes, meter);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                bytes);
    }

    private static final class Range extends FilterInputStream {
        private final Meter meter;
        private long left;

        Range(Path file, long offset, long bytes, Meter meter) throws IOException {
            super(open(file, offset));
            this.left = bytes;
            this.meter = meter;
        }

        private static InputStream open(Path file, long offset) throws IOException {
            var channel = Files.newByteChannel(file, StandardOpenOption.READ);
            channel.position(offset);
            return Channels.newInputStream(channel);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(into, from, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
                meter.add(count);
            }
            return count;
        }
    }

    /** More bytes came than were announced. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("more bytes came than were announced");
        }
    }

    /** What came cannot be kept: the disk is full, or fails. */
    static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;

        Unwritable(IOException why) {
            super(why.getMessage(), why);
        }
    }

    /**
     * Writes an answer's body into a file, from a place on, at most so many bytes; what comes beyond is an error.
     */
    static final class Sink implements BodySubscriber<Long> {
        private final FileChannel file;
        private final Meter meter;
        private final long limit;
        private long position;
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Sink(FileChannel file, long position, long limit, Meter meter) {
            this.file = file;
            this.position = position;
            this.limit = limit;
            this.meter = meter;
        }

        @Override
        public CompletionStage<Long> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            try {
                for (var buffer : buffers) {
                    meter.add(buffer.remaining());
                    if (position + buffer.remaining() > limit) {
                        throw new TooLong();
                    }
                    write(buffer);
                }
                meter.settled(position);
                ask();
            } catch (IOException e) {
                done.completeExceptionally(e);
                if (subscription != null) {
                    subscription.cancel();
                }
            }
        }

        private void write(ByteBuffer buffer) throws Unwritable {
            try {
                while (buffer.hasRemaining()) {
                    position += file.write(buffer, position);
                }
            } catch (IOException e) {
                throw new Unwritable(e);
            }
        }

        private void ask() {
            if (subscription != null) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(position);
        }
    }
}
