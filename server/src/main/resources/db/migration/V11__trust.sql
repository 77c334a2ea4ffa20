-- A worker whose token is not trusted has some of its results rendered again elsewhere, to compare.
ALTER TABLE worker_token ADD COLUMN is_trusted boolean NOT NULL DEFAULT true;
ALTER TABLE worker ADD COLUMN is_trusted boolean NOT NULL DEFAULT true; -- as of its last registration
UPDATE worker SET offers = offers || ARRAY['trusted'];
ALTER TABLE attempt
    ADD COLUMN video_sha256 text, -- of its result; the evidence when two differ
    DROP CONSTRAINT attempt_outcome_check,
    ADD CONSTRAINT attempt_outcome_check
        CHECK (outcome IN ('SUCCEEDED', 'SET_ASIDE', 'FAILED', 'LOST', 'CANCELLED', 'RELEASED'));
