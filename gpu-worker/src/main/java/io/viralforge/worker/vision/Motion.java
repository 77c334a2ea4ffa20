package io.viralforge.worker.vision;

/**
 * What moved for a while.
 *
 * @param amount how much pixels changed from frame to frame, noise aside, as a share of all they could
 * @param x the middle of it, in shares of the picture's width
 * @param y as x, of its height
 */
record Motion(double amount, double x, double y) {}
