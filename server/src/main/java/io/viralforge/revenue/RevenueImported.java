package io.viralforge.revenue;

/**
 * What became of a report's lines.
 *
 * @param booked by this import
 * @param known from before, or not to be booked
 * @param otherwise known from before with another amount, which stays
 * @param open not sure yet, and not booked
 * @param reversed void now, and taken back
 */
record RevenueImported(int booked, int known, int otherwise, int open, int reversed) {}
