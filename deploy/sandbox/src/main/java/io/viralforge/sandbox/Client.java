package io.viralforge.sandbox;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The program that publishes, as it is registered with a network. */
final class Client {
    private final String id;
    private final String secret;
    private final Set<String> redirects = ConcurrentHashMap.newKeySet();

    Client(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    String id() {
        return id;
    }

    String secret() {
        return secret;
    }

    void register(URI redirect) {
        redirects.add(redirect.toString());
    }

    /** Compared letter by letter, as both networks do. */
    boolean hasRegistered(String redirect) {
        return redirects.contains(redirect);
    }
}
