-- An invitation is its studio's; the first operator's, which has none, is the installation's.
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invitation USING (speaks_for(studio_id));
