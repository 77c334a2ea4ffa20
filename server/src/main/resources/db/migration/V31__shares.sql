-- A niche is looked at again no sooner than some minutes after a look began, however often somebody wants it.
ALTER TABLE niche
    ADD COLUMN begun_at   timestamptz,                    -- the last look
    ADD COLUMN is_hurried boolean NOT NULL DEFAULT false, -- somebody wants the next one at once
    ADD COLUMN vain       int     NOT NULL DEFAULT 0;     -- looks in a row to which no network answered

-- What each studio took of a network's day.
CREATE TABLE trend_share (
    source    text NOT NULL,
    studio_id uuid NOT NULL REFERENCES studio,
    day       date NOT NULL, -- in UTC
    used      int  NOT NULL,
    searched  int  NOT NULL,
    PRIMARY KEY (source, studio_id)
);
ALTER TABLE trend_share ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trend_share USING (speaks_for(studio_id));

-- What studios bring waits in a room of its own.
ALTER TABLE sample_waiting ADD COLUMN studio_id uuid; -- who brought it; null: it was seen

-- What feeds answered last, whoever asked: one that has not changed needs not say it again.
CREATE TABLE trend_answer (
    address       bytea       PRIMARY KEY, -- its SHA-256, for it may hold a secret
    etag          text,
    last_modified text,
    body          bytea       NOT NULL,
    kept_at       timestamptz NOT NULL DEFAULT now()
);
