-- Each time that a voice was asked to read something aloud. What is spent of a month, what is being said, what need not be
-- said again and how each voice does are all read from here.
CREATE TABLE voice_call (
    studio_id  uuid        NOT NULL REFERENCES studio,
    id         uuid        NOT NULL,
    line       text        NOT NULL, -- digest of the words and of whose voice it was to be
    voice      text        NOT NULL,
    asked_at   timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL, -- who has not come back by then has died, and nothing was spent
    ended_at   timestamptz,
    characters bigint      NOT NULL, -- that a vendor charges for
    asset_id   uuid,                 -- what it became
    fault      text,
    message    text,
    PRIMARY KEY (studio_id, id),
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset
);
CREATE INDEX voice_call_month ON voice_call (studio_id, asked_at);
CREATE INDEX voice_call_line ON voice_call (studio_id, line);
CREATE INDEX voice_call_last ON voice_call (asked_at);
ALTER TABLE voice_call ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON voice_call USING (speaks_for(studio_id));
