-- YouTube counts searches apart from what else is asked.
ALTER TABLE trend_source ADD COLUMN searched int NOT NULL DEFAULT 0; -- searches, where they are counted apart
CREATE FUNCTION searched_today(source trend_source) RETURNS int LANGUAGE sql STABLE
    RETURN CASE WHEN source.day = (now() AT TIME ZONE 'UTC')::date THEN source.searched ELSE 0 END;
