/**
 * SQL in plain view: short transactions, each bound to one studio, and rows read by hand. Every store is built on {@link
 * io.viralforge.platform.sql.Sql}.
 */
@NullMarked
package io.viralforge.platform.sql;

import org.jspecify.annotations.NullMarked;
