package io.viralforge.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds a name's addresses. */
interface Lookup {
    /**
     * At least one.
     *
     * @throws UnknownHostException when there is none
     */
    List<InetAddress> find(String host) throws UnknownHostException;
}
