-- What workers can do by models they have, and what was heard where captions come from speech.
ALTER TABLE worker ADD COLUMN models text[] NOT NULL DEFAULT '{}';
ALTER TABLE job ADD COLUMN captions text;
