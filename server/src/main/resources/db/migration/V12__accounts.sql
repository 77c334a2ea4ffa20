-- By what a person recognises a session: where it was used last, by which program.
ALTER TABLE session
    ADD COLUMN address    text,
    ADD COLUMN user_agent text,
    ADD COLUMN used_at    timestamptz;
CREATE INDEX session_open ON session (person_id, id) WHERE revoked_at IS NULL;

ALTER TABLE invitation ADD COLUMN created_by uuid REFERENCES person;
CREATE INDEX invitation_open ON invitation (studio_id, id) WHERE used_at IS NULL;

ALTER TABLE worker_token ADD COLUMN used_at timestamptz;
