package io.viralforge.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Takes traces as a real collector does: OTLP over HTTP, in protobuf (opentelemetry.io/docs/specs/otlp). */
public final class Collector implements AutoCloseable {
    /**
     * What was told of a span.
     *
     * @param program service.name of who told it
     * @param parent the id of the span it is a part of; empty for the first of a trace
     */
    public record Told(String program, String trace, String id, String parent, String name, long begin, long end) {}

    private final HttpServer server;
    private final List<Told> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> arrivals = new LinkedBlockingQueue<>();

    public Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Everything so far. */
    public List<Told> all() {
        return List.copyOf(all);
    }

    /** Waits for more to come. */
    public void more() throws InterruptedException {
        arrivals.take();
    }

    /** The names from a span up to the first of its trace; ends early where one has not been told yet. */
    public List<String> path(Told span) {
        List<String> names = new ArrayList<>();
        for (@Nullable Told each = span; each != null; each = parent(each)) {
            names.add(each.name());
        }
        return names;
    }

    private @Nullable Told parent(Told span) {
        return all.stream()
                .filter(each -> each.trace().equals(span.trace()) && each.id().equals(span.parent()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        Message request = new Message(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
        for (Message resource : request.messages(1)) {
            String program = "";
            for (Message attribute : resource.messages(1).getFirst().messages(1)) {
                if (attribute.text(1).equals("service.name")) {
                    program = attribute.messages(2).getFirst().text(1);
                }
            }
            for (Message scope : resource.messages(2)) {
                for (Message span : scope.messages(2)) {
                    all.add(new Told(
                            program,
                            span.hex(1),
                            span.hex(2),
                            span.hex(4),
                            span.text(5),
                            span.fixed(7),
                            span.fixed(8)));
                }
            }
        }
        arrivals.add(all.size());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** A message of protobuf, as far as spans need it (protobuf.dev/programming-guides/encoding). */
    private static final class Message {
        private record Field(
                int number, @Nullable Long value, @Nullable ByteBuffer content) {}

        private final List<Field> fields = new ArrayList<>();

        Message(ByteBuffer bytes) {
            ByteBuffer buffer = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                int tag = (int) varint(buffer);
                fields.add(
                        switch (tag & 7) {
                            case 0 -> new Field(tag >>> 3, varint(buffer), null);
                            case 1 -> new Field(tag >>> 3, buffer.getLong(), null);
                            case 2 -> {
                                int length = (int) varint(buffer);
                                ByteBuffer content = buffer.slice(buffer.position(), length);
                                buffer.position(buffer.position() + length);
                                yield new Field(tag >>> 3, null, content);
                            }
                            case 5 -> new Field(tag >>> 3, (long) buffer.getInt(), null);
                            default -> throw new IllegalArgumentException("no protobuf");
                        });
            }
        }

        List<Message> messages(int number) {
            return contents(number).stream().map(Message::new).toList();
        }

        String text(int number) {
            return StandardCharsets.UTF_8.decode(first(number)).toString();
        }

        String hex(int number) {
            byte[] bytes = new byte[first(number).remaining()];
            first(number).get(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        long fixed(int number) {
            return fields.stream()
                    .filter(field -> field.number() == number)
                    .map(Field::value)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(0L);
        }

        private ByteBuffer first(int number) {
            List<ByteBuffer> found = contents(number);
            return found.isEmpty() ? ByteBuffer.allocate(0) : found.getFirst().duplicate();
        }

        private List<ByteBuffer> contents(int number) {
            return fields.stream()
                    .filter(field -> field.number() == number)
                    .map(Field::content)
                    .filter(Objects::nonNull)
                    .toList();
        }

        private static long varint(ByteBuffer buffer) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = buffer.get();
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
