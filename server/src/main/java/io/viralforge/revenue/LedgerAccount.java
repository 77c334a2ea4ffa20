package io.viralforge.revenue;

/** Where money stands; the schema describes each. */
enum LedgerAccount {
    DUE,
    FEES,
    INCOME
}
