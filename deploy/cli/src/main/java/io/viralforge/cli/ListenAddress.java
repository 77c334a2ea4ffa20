package io.viralforge.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host a name or address of this machine, or a wildcard for all of them
 */
record ListenAddress(String host, int port) {
    private static final int USUAL_PORT = 8080;
    private static final int PORTS_TRIED = 50;

    /**
     * Chooses the port: the one asked for, else that of the last start, else 8080 or the next free one.
     *
     * @param last the port of the last start, null before the first
     * @param say hears when another port than the usual one is taken
     * @throws Failure if the port that was asked for is taken, or the host is none of this machine's
     */
    static ListenAddress choose(String host, @Nullable Integer asked, @Nullable Integer last, Consumer<String> say) {
        InetAddress address = resolve(host);
        if (asked != null) {
            requireFree(address, asked);
            return new ListenAddress(host, asked);
        }
        int first = last == null ? USUAL_PORT : last;
        for (int port = first; port < first + PORTS_TRIED; port++) {
            if (isFree(address, port)) {
                if (port != first) {
                    say.accept("Port " + first + " is taken by another program; using " + port + ".");
                }
                return new ListenAddress(host, port);
            }
        }
        throw new Failure(Exit.FAILED, "No port from " + first + " on is free; choose one with --port.");
    }

    /** @throws Failure when another program listens there: its health must not be taken for the server's */
    void requireFree() {
        requireFree(resolve(host), port);
    }

    boolean isLoopback() {
        return resolve(host).isLoopbackAddress();
    }

    /** For programs on this machine. */
    URI local() {
        return uri(resolve(host).isAnyLocalAddress() ? "127.0.0.1" : host);
    }

    /** For people, who may sit elsewhere. */
    URI shown() {
        try {
            return resolve(host).isAnyLocalAddress()
                    ? uri(InetAddress.getLocalHost().getHostAddress())
                    : uri(host);
        } catch (UnknownHostException _) {
            return local();
        }
    }

    private URI uri(String name) {
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Failure(Exit.USAGE, "There is no host " + host + ".", e);
        }
    }

    private static void requireFree(InetAddress address, int port) {
        if (!isFree(address, port)) {
            throw new Failure(
                    Exit.FAILED,
                    "Port " + port + " on " + address.getHostAddress()
                            + " cannot be had: another program listens there, or it is not this machine's address.");
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
