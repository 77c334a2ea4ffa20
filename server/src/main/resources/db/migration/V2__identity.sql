CREATE TABLE person (
    id            uuid PRIMARY KEY,
    email         text, -- null for the person that stands for whoever can read the data folder
    name          text        NOT NULL,
    password_hash text,
    is_operator   boolean     NOT NULL DEFAULT false,
    is_local      boolean     NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX person_email ON person (lower(email));
CREATE UNIQUE INDEX person_local ON person (is_local) WHERE is_local;

CREATE TABLE studio (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL,
    is_sample  boolean     NOT NULL DEFAULT false,
    time_zone  text        NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX studio_sample ON studio (is_sample) WHERE is_sample;
ALTER TABLE studio ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON studio USING (speaks_for(id));

CREATE TABLE member (
    studio_id uuid        NOT NULL REFERENCES studio,
    person_id uuid        NOT NULL REFERENCES person,
    id        uuid        NOT NULL UNIQUE,
    role      text        NOT NULL CHECK (role IN ('VIEWER', 'CREATOR', 'ADMIN')),
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (studio_id, person_id)
);
CREATE INDEX member_person ON member (person_id, joined_at);
ALTER TABLE member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON member USING (speaks_for(studio_id));

-- A session is a family of refresh tokens: one is valid at a time, and a used one that comes back ends them all.
CREATE TABLE session (
    studio_id  uuid        NOT NULL REFERENCES studio,
    id         uuid        NOT NULL UNIQUE,
    person_id  uuid        NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (studio_id, id)
);
CREATE INDEX session_person ON session (studio_id, person_id);
ALTER TABLE session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON session USING (speaks_for(studio_id));

CREATE TABLE refresh_token (
    studio_id  uuid        NOT NULL,
    hash       bytea       NOT NULL UNIQUE, -- sha256 of the token
    session_id uuid        NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (studio_id, hash),
    FOREIGN KEY (studio_id, session_id) REFERENCES session ON DELETE CASCADE
);
CREATE INDEX refresh_token_session ON refresh_token (studio_id, session_id);
CREATE INDEX refresh_token_expires_at ON refresh_token (expires_at);
ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON refresh_token USING (speaks_for(studio_id));

-- One-time links. The first operator's belongs to no studio yet.
CREATE TABLE invitation (
    id         uuid PRIMARY KEY,
    token_hash bytea       NOT NULL UNIQUE,
    studio_id  uuid REFERENCES studio,
    role       text CHECK (role IN ('VIEWER', 'CREATOR', 'ADMIN')),
    email      text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CHECK ((studio_id IS NULL) = (role IS NULL))
);

-- Keys that sign access tokens; the private half is sealed with a key that is not in this database.
CREATE TABLE signing_key (
    kid            text PRIMARY KEY,
    public_jwk     text        NOT NULL,
    sealed_private bytea       NOT NULL,
    created_at     timestamptz NOT NULL,
    retired_at     timestamptz
);

CREATE TABLE worker_token (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL,
    hash       bytea       NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
