-- Renders that do not say yet what their sources say: what is left of corrections.
CREATE TABLE rights_stale (
    studio_id uuid        NOT NULL,
    asset_id  uuid        NOT NULL,
    since     timestamptz NOT NULL,
    PRIMARY KEY (studio_id, asset_id),
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset
);
CREATE INDEX rights_stale_since ON rights_stale (studio_id, since, asset_id);
ALTER TABLE rights_stale ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON rights_stale USING (speaks_for(studio_id));
