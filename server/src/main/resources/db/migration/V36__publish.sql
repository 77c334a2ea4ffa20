-- Accounts on networks that studios have connected.
CREATE TABLE network_account (
    studio_id    uuid        NOT NULL REFERENCES studio,
    id           uuid        NOT NULL UNIQUE,
    network      text        NOT NULL,
    remote_id    text        NOT NULL, -- the network's own name for it
    title        text        NOT NULL,
    url          text,
    state        text        NOT NULL,
    trouble      text,                 -- what the network said last, while it is not well
    tokens       bytea,                -- sealed; null: disconnected
    expires_at   timestamptz,          -- the access token's end
    refresh      uuid,                 -- fences the refresh that goes on
    refresh_ends timestamptz,          -- from then on another may
    connected_at timestamptz NOT NULL,
    PRIMARY KEY (studio_id, id),
    UNIQUE (studio_id, network, remote_id)
);
CREATE INDEX network_account_expires ON network_account (expires_at) WHERE state IN ('CONNECTED', 'TROUBLED');
ALTER TABLE network_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON network_account USING (speaks_for(studio_id));

-- A person on the way to a network and back.
CREATE TABLE network_authorization (
    studio_id  uuid        NOT NULL REFERENCES studio,
    state_hash bytea       NOT NULL UNIQUE, -- sha256 of what the network gives back
    person_id  uuid        NOT NULL REFERENCES person,
    network    text        NOT NULL,
    verifier   bytea       NOT NULL, -- sealed; PKCE's
    redirect   text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (studio_id, state_hash)
);
CREATE INDEX network_authorization_expires ON network_authorization (expires_at);
ALTER TABLE network_authorization ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON network_authorization USING (speaks_for(studio_id));

-- One clip on one account.
CREATE TABLE publication (
    studio_id        uuid        NOT NULL REFERENCES studio,
    id               uuid        NOT NULL UNIQUE,
    account_id       uuid        NOT NULL,
    asset_id         uuid        NOT NULL,
    state            text        NOT NULL,
    title            text        NOT NULL,
    description      text        NOT NULL,
    tags             text[]      NOT NULL,
    privacy          text,                 -- null: nobody has chosen
    is_ai_made       boolean     NOT NULL,
    is_altered       boolean     NOT NULL,
    is_sponsored     boolean     NOT NULL,
    is_own_promotion boolean     NOT NULL,
    is_for_kids      boolean,              -- null: nobody has said
    scheduled_at     timestamptz,
    digest           text        NOT NULL, -- of all that would be posted
    approved_digest  text,                 -- of what a person approved
    approved_by      uuid REFERENCES person,
    approved_at      timestamptz,
    created_at       timestamptz NOT NULL,
    due_at           timestamptz,          -- worked on then; null: not
    run              uuid,                 -- fences the run that goes on
    run_ends         timestamptz,          -- from then on another replica may take it
    tries            int         NOT NULL DEFAULT 0, -- in vain, one after the other
    troubled_at      timestamptz,          -- since when
    trouble          text,
    blame            text,
    message          text,
    session          bytea,                -- sealed; where its bytes go
    attempt          int         NOT NULL DEFAULT 1, -- a person has let it go out so often
    opened_at        timestamptz,          -- when its first session was; before, the network knows nothing of it
    sent             bigint      NOT NULL DEFAULT 0,
    is_closing       boolean     NOT NULL DEFAULT false, -- its last byte may have been sent in this session
    remote_id        text,
    url              text,
    live_at          timestamptz,
    PRIMARY KEY (studio_id, id),
    FOREIGN KEY (studio_id, account_id) REFERENCES network_account,
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset,
    CHECK (session IS NULL OR opened_at IS NOT NULL),
    CHECK (NOT is_closing OR session IS NOT NULL)
);
CREATE INDEX publication_due ON publication (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX publication_asset ON publication (studio_id, asset_id);
CREATE INDEX publication_account ON publication (studio_id, account_id);
CREATE INDEX publication_scheduled ON publication (studio_id, scheduled_at) WHERE scheduled_at IS NOT NULL;
ALTER TABLE publication ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON publication USING (speaks_for(studio_id));

-- What happened to it, for whoever has to decide what became of it.
CREATE TABLE publication_step (
    studio_id      uuid        NOT NULL,
    publication_id uuid        NOT NULL,
    id             uuid        NOT NULL,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    step           text        NOT NULL,
    detail         text,
    PRIMARY KEY (studio_id, publication_id, id),
    FOREIGN KEY (studio_id, publication_id) REFERENCES publication ON DELETE CASCADE
);
ALTER TABLE publication_step ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON publication_step USING (speaks_for(studio_id));
REVOKE UPDATE ON publication_step FROM "${app_role}";
