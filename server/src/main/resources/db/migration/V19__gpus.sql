-- Which of its worker's GPUs an attempt has to itself; null: it needs none.
ALTER TABLE attempt ADD COLUMN gpu int;
CREATE UNIQUE INDEX attempt_gpu ON attempt (worker_id, gpu) WHERE ended_at IS NULL AND gpu IS NOT NULL;
