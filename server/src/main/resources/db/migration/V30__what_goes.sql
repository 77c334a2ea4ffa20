-- What has ended goes: uploads once nobody asks for them any more, and workers of which nothing is left.
ALTER TABLE attempt_output
    DROP CONSTRAINT attempt_output_studio_id_upload_id_fkey,
    ADD FOREIGN KEY (studio_id, upload_id) REFERENCES upload ON DELETE CASCADE;
CREATE INDEX attempt_output_upload ON attempt_output (studio_id, upload_id);
CREATE INDEX upload_ended ON upload (created_at) WHERE state <> 'OPEN';

-- Of a worker that goes all attempts are asked for, open ones too.
DROP INDEX attempt_ended;
CREATE INDEX attempt_worker ON attempt (worker_id, ended_at);
ALTER TABLE job DROP CONSTRAINT job_worker_id_fkey; -- that of the open attempt is enough
