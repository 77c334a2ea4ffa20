package io.viralforge.trends;

/**
 * What came of an import.
 *
 * @param items how many things its rows tell of
 * @param newItems how many of them the niche did not know
 */
record TrendImported(int items, int newItems) {}
