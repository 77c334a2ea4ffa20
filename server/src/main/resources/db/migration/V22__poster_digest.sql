-- A poster can lie as well as a video.
ALTER TABLE attempt ADD COLUMN poster_sha256 text;
