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
