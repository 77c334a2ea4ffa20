package io.viralforge.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
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
    private static final int LARGEST_PORT = 65_535;
    /** Below it a port is root's on many systems. */
    private static final int FIRST_OF_ALL = 1_024;

    /**
     * Chooses the port: the one asked for, else that of the last start, else 8080 or the next free one.
     *
     * @param last the port of the last start, null before the first
     * @param say hears when another port than the usual one is taken
     * @throws Failure if the port that was asked for is taken
     */
    static ListenAddress choose(String host, @Nullable Integer asked, @Nullable Integer last, Consumer<String> say) {
        if (asked != null) {
            ListenAddress address = new ListenAddress(host, asked);
            if (!address.isFree()) {
                throw address.taken();
            }
            return address;
        }
        ListenAddress first = new ListenAddress(host, last == null ? USUAL_PORT : last);
        return first.isFree() ? first : first.next(say);
    }

    /**
     * Looks at what was asked for, before anything is made.
     *
     * @throws Failure USAGE if the port is none, or the host none of this machine's
     */
    static void check(String host, @Nullable Integer port) {
        if (port != null && (port < 1 || port > LARGEST_PORT)) {
            throw new Failure(Exit.USAGE, "--port " + port + " is no port: they go from 1 to " + LARGEST_PORT + ".");
        }
        // Port 0 means any: only the address can be what is wrong.
        if (!isFree(resolve(host), 0)) {
            throw new Failure(
                    Exit.USAGE,
                    "--host " + host + " is none of this machine's addresses; 0.0.0.0 stands for all of them.");
        }
    }

    /**
     * The next one that is free, when another program has this one.
     *
     * @param say hears of it
     */
    ListenAddress next(Consumer<String> say) {
        for (int other = port + 1; other <= Math.min(port + PORTS_TRIED, LARGEST_PORT); other++) {
            ListenAddress address = new ListenAddress(host, other);
            if (address.isFree()) {
                say.accept("Port " + port + " is taken by another program; using " + other + ".");
                return address;
            }
        }
        throw new Failure(Exit.FAILED, "No port from " + port + " on is free; choose one with --port.");
    }

    /** Whether nobody listens there, at this moment. */
    boolean isFree() {
        return isFree(resolve(host), port);
    }

    /** For when it is not free. */
    Failure taken() {
        return new Failure(
                Exit.FAILED,
                "Port " + port + " of " + host + " cannot be had: another program listens there"
                        + (port < FIRST_OF_ALL ? ", or it may only be root's." : "."));
    }

    boolean isLoopback() {
        return resolve(host).isLoopbackAddress();
    }

    /** For programs on this machine. */
    URI local() {
        return uri(resolve(host).isAnyLocalAddress() ? "127.0.0.1" : host);
    }

    /** For people, who may sit elsewhere: this machine's own name leads them to themselves on some systems. */
    URI shown() {
        return resolve(host).isAnyLocalAddress() ? uri(outside()) : uri(host);
    }

    private static String outside() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException _) {
            return "127.0.0.1";
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

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
