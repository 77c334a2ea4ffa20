-- What a person can show besides a password. An account is one in all studios, and so are these.
CREATE TABLE totp (
    person_id     uuid PRIMARY KEY REFERENCES person,
    sealed_secret bytea       NOT NULL,
    last_step     bigint      NOT NULL DEFAULT 0, -- whose code was taken last: none is taken twice
    is_on         boolean     NOT NULL DEFAULT false, -- since a first code has shown that the app has the secret
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE recovery_code (
    person_id uuid  NOT NULL REFERENCES person,
    hash      bytea NOT NULL, -- sha256 of the code, which goes when it is used
    PRIMARY KEY (person_id, hash)
);

CREATE TABLE passkey (
    id                 uuid PRIMARY KEY,
    person_id          uuid        NOT NULL REFERENCES person,
    name               text        NOT NULL,
    credential_id      bytea       NOT NULL UNIQUE,
    credential         bytea       NOT NULL, -- attested credential data (WebAuthn, section 6.5.1), its public key among it
    transports         text[]      NOT NULL,
    sign_count         bigint      NOT NULL,
    is_backup_eligible boolean     NOT NULL,
    is_backed_up       boolean     NOT NULL,
    created_at         timestamptz NOT NULL,
    used_at            timestamptz
);
CREATE INDEX passkey_person ON passkey (person_id, id);

-- What has begun and waits for a factor: with a studio, the sign-in of a person who has shown their password; with a person
-- alone, a new passkey of theirs; with neither, the sign-in of whoever has a passkey. Whoever finishes it takes it away.
CREATE TABLE factor_challenge (
    hash       bytea PRIMARY KEY, -- sha256 of its text
    person_id  uuid REFERENCES person,
    studio_id  uuid REFERENCES studio,
    expires_at timestamptz NOT NULL,
    CHECK (studio_id IS NULL OR person_id IS NOT NULL)
);
CREATE INDEX factor_challenge_expires_at ON factor_challenge (expires_at);
ALTER TABLE factor_challenge ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON factor_challenge USING (speaks_for(studio_id));

-- Whether the person's password alone is not enough.
CREATE FUNCTION has_factor(person uuid) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT FROM totp WHERE person_id = person AND is_on) OR EXISTS (SELECT FROM passkey WHERE person_id = person) $$;

ALTER TABLE studio ADD COLUMN is_factor_required boolean NOT NULL DEFAULT false;

-- Whether a person may do nothing in a studio but set up a factor. Whoever can read the data folder signs in by that alone.
CREATE FUNCTION must_enrol(studio studio, person person) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT studio.is_factor_required AND NOT person.is_local AND NOT has_factor(person.id) $$;
