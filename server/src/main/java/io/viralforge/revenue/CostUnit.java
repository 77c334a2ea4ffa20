package io.viralforge.revenue;

/** What a price is for; the schema describes each. */
enum CostUnit {
    CPU_SECOND,
    GPU_SECOND,
    GIGABYTE_MONTH
}
