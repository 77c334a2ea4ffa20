package io.viralforge.revenue;

import org.jspecify.annotations.Nullable;

/** What a webhook tells. */
sealed interface ShopEvent {
    /**
     * Somebody bought something.
     *
     * @param click id of the click that led to it, as the link gave it along
     */
    record Sale(Booking booking, @Nullable String click) implements ShopEvent {}

    record Refunded(Ledger.Refund refund) implements ShopEvent {}

    /**
     * Nothing to book.
     *
     * @param why for the log
     */
    record Ignored(String why) implements ShopEvent {}
}
