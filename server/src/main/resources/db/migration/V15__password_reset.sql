-- One-time links by which a person sets a new password. A person's new link voids the one before.
CREATE TABLE password_reset (
    person_id  uuid PRIMARY KEY REFERENCES person,
    token_hash bytea       NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);
