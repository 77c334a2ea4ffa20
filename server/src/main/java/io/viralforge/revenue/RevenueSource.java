package io.viralforge.revenue;

/** Who told of money; the schema describes each. */
enum RevenueSource {
    SPONSORSHIP,
    PAYOUT,
    AMAZON,
    IMPACT,
    SHAREASALE,
    STRIPE,
    SHOPIFY
}
