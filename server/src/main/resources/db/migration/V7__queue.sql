SET LOCAL vf.studio = 'all';

-- An open attempt is the lease. A heartbeat changes this row alone and no column of an index, so that Postgres can write
-- the new version beside the old one (HOT); the pages leave room for it.
ALTER TABLE attempt
    ADD COLUMN lease_until  timestamptz,
    ADD COLUMN stage        text,
    ADD COLUMN fraction     double precision,
    ADD COLUMN remaining_ms bigint,
    SET (fillfactor = 50);
UPDATE attempt SET lease_until = job.lease_until, stage = job.stage, fraction = job.fraction,
    remaining_ms = job.remaining_ms
FROM job WHERE job.fencing_token = attempt.fencing_token AND job.state = 'RUNNING';
CREATE INDEX attempt_open ON attempt (worker_id) WHERE ended_at IS NULL;
CREATE INDEX attempt_ended ON attempt (worker_id, ended_at) WHERE ended_at IS NOT NULL;
ALTER TABLE worker SET (fillfactor = 50);

ALTER TABLE job
    DROP COLUMN lease_until,
    DROP COLUMN stage,
    DROP COLUMN fraction,
    DROP COLUMN remaining_ms,
    ADD COLUMN turn         timestamptz, -- when it queued, less a while for every step of its priority: the smallest is next
    ADD COLUMN needs        text[] NOT NULL DEFAULT '{}', -- of a worker, all of them among what it offers
    ADD COLUMN cores        int    NOT NULL DEFAULT 1,    -- that it keeps busy
    ADD COLUMN memory_bytes bigint NOT NULL DEFAULT 0;    -- that it may take at most
UPDATE job SET turn = created_at - priority * interval '10 minutes',
    needs = CASE WHEN renderer_version IS NULL THEN '{}' ELSE ARRAY['renderer:' || renderer_version] END;
ALTER TABLE job ALTER COLUMN turn SET NOT NULL, DROP COLUMN renderer_version;
DROP INDEX job_newest; -- the primary key read backwards
DROP INDEX job_queue;
CREATE INDEX job_queue ON job (kind, studio_id, turn, id) WHERE state = 'QUEUED';
CREATE INDEX job_due ON job (run_at) WHERE state = 'QUEUED';
CREATE INDEX job_running ON job (studio_id, kind) WHERE state = 'RUNNING';
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

ALTER TABLE worker
    ADD COLUMN labels            text[] NOT NULL DEFAULT '{}',
    ADD COLUMN offers            text[] NOT NULL DEFAULT '{}', -- what a job may need of it, in the words of job.needs
    ADD COLUMN stance            text   NOT NULL DEFAULT 'WORK' CHECK (stance IN ('WORK', 'PAUSE', 'DRAIN')),
    ADD COLUMN quarantined_until timestamptz,
    ADD COLUMN quarantine_reason text,
    ADD COLUMN pardoned_at       timestamptz; -- failures before that are forgiven
UPDATE worker SET offers = ARRAY['renderer:' || renderer_version]
    || ARRAY(SELECT 'encoder:' || unnest(encoders)) || ARRAY(SELECT 'decoder:' || unnest(decoders));

-- What the operator allows a studio; without a row, the defaults of the code.
CREATE TABLE queue_limit (
    studio_id   uuid PRIMARY KEY REFERENCES studio,
    max_queued  int CHECK (max_queued >= 0),
    max_running int CHECK (max_running >= 0)
);
ALTER TABLE queue_limit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON queue_limit USING (speaks_for(studio_id));

-- Which decoders a file needs.
ALTER TABLE asset ADD COLUMN codecs text[] NOT NULL DEFAULT '{}';
