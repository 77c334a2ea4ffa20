/**
 * Spans of what server and worker do, and where they are sent: to whatever takes OTLP over HTTP, when an operator names
 * it. Owns no table.
 */
@NullMarked
package io.viralforge.trace;

import org.jspecify.annotations.NullMarked;
