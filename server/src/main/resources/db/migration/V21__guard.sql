-- The same as before, a batch at a time, until there is nothing left to remove.
CREATE OR REPLACE FUNCTION purge_audit(months int) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE removed bigint;
BEGIN
    DELETE FROM audit_entry WHERE id IN (
        SELECT id FROM audit_entry WHERE at < now() - make_interval(months => greatest(months, 1)) ORDER BY at LIMIT 500);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;

-- From where somebody has signed in before.
CREATE INDEX session_person_address ON session (person_id, address);

-- Sessions that came of one sign-in, by switching studios, are a family: they end together, none later than the first.
ALTER TABLE session
    ADD COLUMN root_id uuid, -- the session of the sign-in; null: this is it
    ADD COLUMN family  uuid GENERATED ALWAYS AS (coalesce(root_id, id)) STORED;
CREATE INDEX session_family ON session (family);
