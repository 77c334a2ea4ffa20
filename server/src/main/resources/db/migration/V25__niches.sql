-- What studios follow.
CREATE TABLE niche (
    studio_id   uuid        NOT NULL REFERENCES studio,
    id          uuid        NOT NULL UNIQUE,
    name        text        NOT NULL,
    keywords    text[]      NOT NULL,
    languages   text[]      NOT NULL,
    regions     text[]      NOT NULL,
    feeds       text[]      NOT NULL,
    sources     text[],                   -- null: all
    horizon     text        NOT NULL,
    is_followed boolean     NOT NULL,
    created_at  timestamptz NOT NULL,
    scanned_at  timestamptz,
    due_at      timestamptz,              -- looked at then; null: not
    scan        uuid,                     -- fences the look that goes on
    scan_ends   timestamptz,              -- from then on another may take it
    answers     jsonb       NOT NULL DEFAULT '[]',
    PRIMARY KEY (studio_id, id)
);
CREATE INDEX niche_due ON niche (due_at) WHERE due_at IS NOT NULL;
ALTER TABLE niche ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON niche USING (speaks_for(studio_id));

-- What was seen on networks. What anybody could have seen is of no studio; what a studio's own feeds and files say is its own.
CREATE TABLE trend_item (
    id            uuid        PRIMARY KEY, -- follows from studio, source and external_id
    studio_id     uuid        REFERENCES studio,
    source        text        NOT NULL,
    external_id   text        NOT NULL,
    title         text        NOT NULL,
    url           text,
    creator       text,
    published_at  timestamptz,
    language      text,
    seconds       double precision,
    interest      bigint,
    likes         bigint,
    comments      bigint,
    rank          int,
    first_seen_at timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL
);
CREATE INDEX trend_item_creator ON trend_item (source, creator) WHERE creator IS NOT NULL;
CREATE INDEX trend_item_last ON trend_item (last_seen_at);
ALTER TABLE trend_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trend_item USING (studio_id IS NULL OR speaks_for(studio_id));

-- One story in one niche.
CREATE TABLE trend (
    studio_id     uuid             NOT NULL,
    id            uuid             NOT NULL UNIQUE,
    niche_id      uuid             NOT NULL,
    lead_id       uuid             NOT NULL REFERENCES trend_item, -- the item that speaks for it
    place         double precision NOT NULL, -- in the niche's list, the highest first
    is_hidden     boolean          NOT NULL DEFAULT false,
    first_seen_at timestamptz      NOT NULL,
    last_seen_at  timestamptz      NOT NULL,
    PRIMARY KEY (studio_id, id),
    FOREIGN KEY (studio_id, niche_id) REFERENCES niche ON DELETE CASCADE
);
CREATE INDEX trend_place ON trend (studio_id, niche_id, place DESC, id DESC);
ALTER TABLE trend ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trend USING (speaks_for(studio_id));

CREATE TABLE trend_telling (
    studio_id    uuid        NOT NULL,
    niche_id     uuid        NOT NULL,
    item_id      uuid        NOT NULL REFERENCES trend_item,
    trend_id     uuid        NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (studio_id, niche_id, item_id),
    FOREIGN KEY (studio_id, trend_id) REFERENCES trend ON DELETE CASCADE
);
CREATE INDEX trend_telling_trend ON trend_telling (studio_id, trend_id);
CREATE INDEX trend_telling_item ON trend_telling (item_id);
ALTER TABLE trend_telling ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON trend_telling USING (speaks_for(studio_id));
