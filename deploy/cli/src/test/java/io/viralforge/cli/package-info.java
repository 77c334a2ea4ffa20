/**
 * Tests of the command line. Those that start things start the real ones, by the script, from the distribution that was
 * built just before.
 */
@NullMarked
package io.viralforge.cli;

import org.jspecify.annotations.NullMarked;
