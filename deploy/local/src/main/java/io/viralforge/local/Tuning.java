package io.viralforge.local;

import java.util.List;

/**
 * How a start differs for tests.
 *
 * @param postgresSettings more of postgresql.conf's, each {@code name=value}
 * @param training whether to make Cassandra's AOT cache in the background where it is missing
 */
record Tuning(List<String> postgresSettings, boolean training) {
    static final Tuning LASTING = new Tuning(List.of(), true);

    /** What a test writes need not survive the machine, and a test run is too short for training to pay. */
    static final Tuning PASSING =
            new Tuning(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"), false);
}
