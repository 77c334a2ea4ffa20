-- Where nothing is to be heard in a file: beginnings and ends in turn, in milliseconds. Of files that were checked before,
-- nobody knows, and nothing is cut out of them.
ALTER TABLE asset ADD COLUMN pauses bigint[] NOT NULL DEFAULT '{}';
