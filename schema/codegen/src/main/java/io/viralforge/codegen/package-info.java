/**
 * Turns the schema and a client's operations into plain Java 8 classes for the worker, the command line and the phone.
 * Input: SDL files and {@code operations/<client>/*.graphql}. Output: one class for each operation, fragment, input and
 * enum, and the manifest of trusted documents. What it writes keeps to the Codename One subset: no reflection, no
 * streams, no java.time. Owns no tables and sends no events.
 */
@NullMarked
package io.viralforge.codegen;

import org.jspecify.annotations.NullMarked;
