-- How each network stands that trends are looked for on: one row for the installation, counted by all its replicas.
CREATE TABLE trend_source (
    id          text PRIMARY KEY,
    day         date NOT NULL DEFAULT 'epoch', -- of used, in UTC
    used        int  NOT NULL DEFAULT 0,       -- requests
    failures    int  NOT NULL DEFAULT 0,       -- in a row
    rests_until timestamptz                    -- it is left alone until then
);
CREATE FUNCTION used_today(source trend_source) RETURNS int LANGUAGE sql STABLE
    RETURN CASE WHEN source.day = (now() AT TIME ZONE 'UTC')::date THEN source.used ELSE 0 END;
