-- Each time that a language model was asked. What is spent of a month, what is being spent, what need not be asked again
-- and how the model does are all read from here.
CREATE TABLE language_call (
    studio_id  uuid        NOT NULL REFERENCES studio,
    id         uuid        NOT NULL,
    prompt     text        NOT NULL, -- digest of the question and of whom it was put to
    model      text        NOT NULL,
    asked_at   timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL, -- who has not come back by then has died, and nothing was spent
    ended_at   timestamptz,
    tokens_in  bigint      NOT NULL, -- the most that it can take, until it has ended
    tokens_out bigint      NOT NULL,
    answer     text,                 -- one that was of use
    fault      text,
    message    text,
    retry_at   timestamptz,          -- until then the provider wants to be left alone
    PRIMARY KEY (studio_id, id)
);
CREATE INDEX language_call_month ON language_call (studio_id, asked_at);
CREATE INDEX language_call_prompt ON language_call (studio_id, prompt);
CREATE INDEX language_call_last ON language_call (asked_at);
CREATE INDEX language_call_rest ON language_call (retry_at) WHERE retry_at IS NOT NULL;
ALTER TABLE language_call ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON language_call USING (speaks_for(studio_id));

-- What a model made of a trend's titles.
CREATE TABLE trend_insight (
    studio_id  uuid        NOT NULL,
    trend_id   uuid        NOT NULL,
    summary    text        NOT NULL,
    hooks      jsonb       NOT NULL,
    model      text        NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (studio_id, trend_id),
    FOREIGN KEY (studio_id, trend_id) REFERENCES trend ON DELETE CASCADE
);
ALTER TABLE trend_insight ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trend_insight USING (speaks_for(studio_id));
