/**
 * What came in, from whom, which clip earned it and what that cost. Owns the tables ledger_entry, ledger_posting,
 * waiting_refund, revenue_hook, affiliate_link, affiliate_click, cost_price, exchange_rate and work_budget. No events.
 */
@NullMarked
package io.viralforge.revenue;

import org.jspecify.annotations.NullMarked;
