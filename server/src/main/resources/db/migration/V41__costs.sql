-- What work and room cost a studio, from a day on.
CREATE TABLE cost_price (
    studio_id uuid    NOT NULL REFERENCES studio,
    unit      text    NOT NULL CHECK (unit IN ('CPU_SECOND', 'GPU_SECOND', 'GIGABYTE_MONTH')),
    from_day  date    NOT NULL,
    amount    numeric NOT NULL CHECK (amount >= 0),
    currency  text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    PRIMARY KEY (studio_id, unit, from_day)
);
ALTER TABLE cost_price ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cost_price USING (speaks_for(studio_id));

-- What a euro was worth, as the European Central Bank tells it: one rate a currency and day turns any into any.
CREATE TABLE exchange_rate (
    studio_id uuid    NOT NULL REFERENCES studio,
    currency  text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$' AND currency <> 'EUR'),
    day       date    NOT NULL,
    per_euro  numeric NOT NULL CHECK (per_euro > 0),
    source    text    NOT NULL,
    PRIMARY KEY (studio_id, currency, day)
);
ALTER TABLE exchange_rate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON exchange_rate USING (speaks_for(studio_id));

-- What a studio's jobs may cost in a month.
CREATE TABLE work_budget (
    studio_id uuid    PRIMARY KEY REFERENCES studio,
    amount    numeric NOT NULL CHECK (amount >= 0),
    currency  text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);
ALTER TABLE work_budget ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON work_budget USING (speaks_for(studio_id));
