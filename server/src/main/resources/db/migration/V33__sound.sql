-- A file may be sound alone.
ALTER TABLE asset DROP CONSTRAINT asset_kind_check, ADD CONSTRAINT asset_kind_check CHECK (kind IN ('VIDEO', 'IMAGE', 'AUDIO'));
