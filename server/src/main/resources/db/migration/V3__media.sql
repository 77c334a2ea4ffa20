-- A stored file. Per studio, else de-duplication would tell one studio what another has.
CREATE TABLE blob (
    studio_id   uuid        NOT NULL REFERENCES studio,
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes       bigint      NOT NULL CHECK (bytes > 0),
    storage_key text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (studio_id, sha256)
);
ALTER TABLE blob ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON blob USING (speaks_for(studio_id));

CREATE TABLE asset (
    studio_id       uuid        NOT NULL REFERENCES studio,
    id              uuid        NOT NULL UNIQUE,
    kind            text        NOT NULL CHECK (kind IN ('VIDEO', 'IMAGE')),
    state           text        NOT NULL CHECK (state IN ('CHECKING', 'READY', 'REFUSED')),
    refusal_code    text,
    refusal_message text,
    warnings        text[]      NOT NULL DEFAULT '{}',
    file_name       text        NOT NULL,
    content_type    text        NOT NULL,
    sha256          text        NOT NULL,
    bytes           bigint      NOT NULL,
    duration_ms     bigint,
    width           int,
    height          int,
    frame_rate      double precision,
    has_audio       boolean,
    is_salvage      boolean     NOT NULL,
    created_at      timestamptz NOT NULL,
    deleted_at      timestamptz, -- the row stays as the provenance of what was made from it; the file goes
    PRIMARY KEY (studio_id, id),
    CHECK ((state = 'REFUSED') = (refusal_code IS NOT NULL))
);
CREATE INDEX asset_newest ON asset (studio_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX asset_sha256 ON asset (studio_id, sha256) WHERE deleted_at IS NULL;
ALTER TABLE asset ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON asset USING (speaks_for(studio_id));

-- The rights ledger: appended to, never changed. The highest version counts.
CREATE TABLE rights (
    studio_id    uuid        NOT NULL,
    asset_id     uuid        NOT NULL,
    version      int         NOT NULL,
    basis        text        NOT NULL,
    holder       text,
    attribution  text,
    license_url  text,
    proof        text,
    expires_at   timestamptz,
    is_inherited boolean     NOT NULL,
    recorded_at  timestamptz NOT NULL,
    recorded_by  uuid, -- a person; null when inherited
    PRIMARY KEY (studio_id, asset_id, version),
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset
);
ALTER TABLE rights ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON rights USING (speaks_for(studio_id));

CREATE TABLE asset_source (
    studio_id uuid NOT NULL,
    asset_id  uuid NOT NULL,
    source_id uuid NOT NULL,
    PRIMARY KEY (studio_id, asset_id, source_id),
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset,
    FOREIGN KEY (studio_id, source_id) REFERENCES asset
);
CREATE INDEX asset_source_source ON asset_source (studio_id, source_id);
ALTER TABLE asset_source ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON asset_source USING (speaks_for(studio_id));

-- A file on its way in: from a person (becomes an asset) or from a worker (becomes a job's output).
CREATE TABLE upload (
    studio_id       uuid        NOT NULL REFERENCES studio,
    id              uuid        NOT NULL UNIQUE,
    state           text        NOT NULL CHECK (state IN ('OPEN', 'FINISHED', 'CANCELLED')),
    is_output       boolean     NOT NULL,
    file_name       text        NOT NULL,
    bytes           bigint      NOT NULL CHECK (bytes > 0),
    sha256          text        NOT NULL,
    part_bytes      bigint      NOT NULL,
    storage_key     text        NOT NULL,
    store_upload_id text,  -- the object store's name for the upload in parts; null until the first part is asked for
    is_salvage      boolean     NOT NULL,
    rights          jsonb, -- to be recorded for the asset, with who said so
    asset_id        uuid,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (studio_id, id)
);
CREATE INDEX upload_expires_at ON upload (expires_at) WHERE state = 'OPEN';
CREATE INDEX upload_sha256 ON upload (studio_id, sha256) WHERE state = 'OPEN';
ALTER TABLE upload ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON upload USING (speaks_for(studio_id));

-- What is to go from the object store, written in the transaction that made it superfluous. A key is never used again.
CREATE TABLE store_garbage (
    studio_id       uuid        NOT NULL REFERENCES studio,
    storage_key     text        NOT NULL,
    store_upload_id text,
    since           timestamptz NOT NULL,
    PRIMARY KEY (studio_id, storage_key)
);
ALTER TABLE store_garbage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON store_garbage USING (speaks_for(studio_id));
