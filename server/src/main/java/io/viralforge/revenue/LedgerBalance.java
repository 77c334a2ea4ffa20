package io.viralforge.revenue;

import io.viralforge.platform.graphql.Money;

/** What an account holds; a debit is positive. */
record LedgerBalance(LedgerAccount account, Money amount) {}
