-- Who did what. Without a studio: what concerns the installation, and sign-ins that failed.
CREATE TABLE audit_entry (
    id        uuid PRIMARY KEY,
    studio_id uuid,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    action    text        NOT NULL,
    person_id uuid,
    key_id    uuid,
    address   text        NOT NULL,
    details   text[]      NOT NULL,
    error     text
);
CREATE INDEX audit_entry_studio ON audit_entry (studio_id, id);
CREATE INDEX audit_entry_at ON audit_entry (at);
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_entry USING (speaks_for(studio_id));

-- The server may add to it and read it. What is older than a month at least it may have removed, by the owner's rights, in
-- a transaction that speaks for all.
REVOKE UPDATE, DELETE ON audit_entry FROM "${app_role}";
CREATE FUNCTION purge_audit(months int) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE removed bigint;
BEGIN
    DELETE FROM audit_entry WHERE at < now() - make_interval(months => greatest(months, 1));
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;
REVOKE ALL ON FUNCTION purge_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_audit TO "${app_role}";
