-- Mails on their way, each written in the transaction of what it tells of. It belongs to the studio that this spoke for, or
-- to the installation. Its text may hold a link that is as good as a password, so it is sealed.
CREATE TABLE mail (
    id          uuid PRIMARY KEY,
    studio_id   uuid                 DEFAULT nullif(current_setting('vf.studio'), 'all')::uuid,
    recipient   text        NOT NULL,
    subject     text        NOT NULL,
    sealed_text bytea       NOT NULL,
    written_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    worth_until timestamptz NOT NULL,
    due_at      timestamptz NOT NULL DEFAULT clock_timestamp(), -- the next try
    tries       int         NOT NULL DEFAULT 0
);
CREATE INDEX mail_due ON mail (due_at);
ALTER TABLE mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mail USING (speaks_for(studio_id));

-- That an address is its person's is known once they have followed a link that was mailed to it.
ALTER TABLE person ADD COLUMN email_verified_at timestamptz;
CREATE TABLE email_verification (
    person_id  uuid PRIMARY KEY REFERENCES person, -- a new link voids the one before
    email      text        NOT NULL,               -- becomes the person's when it is not yet
    token_hash bytea       NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);

-- A link that was mailed and shown to nobody proves the address of who follows it.
ALTER TABLE invitation ADD COLUMN is_mailed boolean NOT NULL DEFAULT false;
