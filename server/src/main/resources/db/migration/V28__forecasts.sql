-- What was forecast last of each thing, for each horizon; of what anybody can see, so of no studio.
CREATE TABLE trend_forecast (
    item_id uuid             NOT NULL REFERENCES trend_item ON DELETE CASCADE,
    horizon text             NOT NULL,
    cohort  timestamptz      NOT NULL, -- start of the slot
    seen_at timestamptz      NOT NULL,
    is_new  boolean          NOT NULL,
    gain    double precision NOT NULL,
    low     double precision NOT NULL,
    high    double precision NOT NULL,
    score   double precision NOT NULL,
    speaker text             NOT NULL,
    reasons jsonb            NOT NULL,
    PRIMARY KEY (item_id, horizon)
);

-- How good forecasts were: a row for each cohort whose truths are known.
CREATE TABLE forecast_cohort (
    source         text             NOT NULL,
    horizon        text             NOT NULL,
    cohort         timestamptz      NOT NULL,
    truths         int              NOT NULL,
    inside         int              NOT NULL, -- their interval
    interval_score double precision NOT NULL, -- summed over truths
    ndcg           double precision,
    ndcg_rule      double precision,
    spearman       double precision,
    spearman_rule  double precision,
    PRIMARY KEY (source, horizon, cohort)
);

-- What was learned, so that it outlives a process and can be gone back to.
CREATE TABLE forecast_model (
    source     text        NOT NULL,
    horizon    text        NOT NULL,
    number     int         NOT NULL,
    learned_at timestamptz NOT NULL,
    truths     int         NOT NULL,
    bytes      bytea       NOT NULL,
    is_pinned  boolean     NOT NULL DEFAULT false, -- it speaks, and none is learned
    PRIMARY KEY (source, horizon, number)
);
CREATE UNIQUE INDEX forecast_model_pinned ON forecast_model (source, horizon) WHERE is_pinned;

-- What was found before stories were told apart by their meaning is found again.
DELETE FROM trend;
ALTER TABLE trend
    ADD COLUMN surged_at timestamptz,
    ADD COLUMN story     text   NOT NULL, -- the title that it began with
    ADD COLUMN centre    bytea  NOT NULL, -- where the meanings of its things point together
    ADD COLUMN things    bigint NOT NULL;
CREATE INDEX trend_lead ON trend (lead_id);
CREATE INDEX trend_last ON trend (last_seen_at);
