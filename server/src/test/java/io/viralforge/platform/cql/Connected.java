package io.viralforge.platform.cql;

/** For tests that cannot do without Cassandra, which no server waits for. */
public final class Connected {
    private Connected() {}

    /** Returns when it is there, or ten attempts have failed: one that is under way when it comes may fail all the same. */
    public static void await(Cassandra cassandra) {
        for (int tries = 0; tries < 10 && !cassandra.isUp(); tries++) {
            cassandra.connect();
        }
    }
}
