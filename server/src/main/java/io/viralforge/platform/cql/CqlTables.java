package io.viralforge.platform.cql;

import java.util.List;

/** A feature's tables: CREATE TABLE IF NOT EXISTS statements, run at every connect, so they may only ever be added to. */
public interface CqlTables {
    List<String> statements();
}
