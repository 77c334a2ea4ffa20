-- Keys of third parties. Each belongs to a studio and acts for the person who made it.
CREATE TABLE api_key (
    studio_id  uuid        NOT NULL REFERENCES studio,
    id         uuid        NOT NULL UNIQUE,
    person_id  uuid        NOT NULL REFERENCES person,
    name       text        NOT NULL,
    hash       bytea       NOT NULL UNIQUE, -- sha256 of the key
    scopes     text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    used_at    timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (studio_id, id)
);
CREATE INDEX api_key_person ON api_key (studio_id, person_id) WHERE revoked_at IS NULL;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_key USING (speaks_for(studio_id));
