package io.viralforge.platform.graphql;

import java.util.Set;
import java.util.UUID;

/** Who is calling. */
public sealed interface Actor {
    /** What the caller may do. */
    Set<Scope> scopes();

    /** Tells callers apart, for limits and idempotency keys. */
    UUID id();

    /**
     * The name under which limits count this caller: its own, or its network when it has none.
     *
     * @param address IP address, or "unknown"
     */
    default String account(String address) {
        return this instanceof Anonymous ? "address:" + Network.of(address) : "actor:" + id();
    }

    /**
     * A person in one studio.
     *
     * @param id the person
     * @param studio the studio the token is bound to
     * @param session the session the token came from, or the API key that it is
     * @param isKey whether it is a program with an API key, and not the person themselves
     */
    record Member(UUID id, UUID studio, UUID session, Set<Scope> scopes, boolean isKey) implements Actor {
        public Member {
            scopes = Set.copyOf(scopes);
        }

        /** A person who has signed in. */
        public Member(UUID id, UUID studio, UUID session, Set<Scope> scopes) {
            this(id, studio, session, scopes, false);
        }

        /** A program with an API key of a person's. */
        public static Member byKey(UUID id, UUID studio, UUID key, Set<Scope> scopes) {
            return new Member(id, studio, key, scopes, true);
        }
    }

    /**
     * A worker; it serves all studios.
     *
     * @param id the worker token
     */
    record WorkerNode(UUID id) implements Actor {
        @Override
        public Set<Scope> scopes() {
            return Scope.OF_WORKER;
        }
    }

    /** Nobody known. */
    record Anonymous() implements Actor {
        private static final UUID NOBODY = new UUID(0, 0);

        @Override
        public Set<Scope> scopes() {
            return Set.of();
        }

        @Override
        public UUID id() {
            return NOBODY;
        }
    }
}
