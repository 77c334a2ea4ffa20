/**
 * What came in, from whom, and which clip earned it. Owns the tables ledger_entry, ledger_posting, waiting_refund,
 * revenue_hook, affiliate_link and affiliate_click. No events.
 */
@NullMarked
package io.viralforge.revenue;

import org.jspecify.annotations.NullMarked;
