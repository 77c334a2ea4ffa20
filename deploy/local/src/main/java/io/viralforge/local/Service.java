package io.viralforge.local;

import java.util.Locale;

/** A server that can run on this machine for one data folder. */
public enum Service {
    POSTGRES,
    REDIS,
    CASSANDRA,
    /** Only for tests of the object store: its files are kept like the others', but nothing in production uses it. */
    S3;

    /** The name of its folder, log file and port: lower case. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
