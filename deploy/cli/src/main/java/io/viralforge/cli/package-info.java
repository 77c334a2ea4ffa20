/**
 * The forge command.
 *
 * <p>Purpose: starts, watches and stops everything on one machine, and does the main job from a terminal.
 * <br>Tables owned: none. <br>Events out: none. <br>Events in: jobEvents, jobProgress and assetEvents of the API.
 */
@NullMarked
package io.viralforge.cli;

import org.jspecify.annotations.NullMarked;
