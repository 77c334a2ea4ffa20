-- Workers belong to the installation and serve all its studios.
CREATE TABLE worker (
    id               uuid PRIMARY KEY,
    token_id         uuid        NOT NULL REFERENCES worker_token,
    instance_key     text        NOT NULL,
    name             text        NOT NULL,
    version          text        NOT NULL,
    renderer_version text        NOT NULL,
    cores            int         NOT NULL,
    memory_bytes     bigint      NOT NULL,
    gpus             text[]      NOT NULL,
    encoders         text[]      NOT NULL,
    decoders         text[]      NOT NULL,
    ffmpeg           text        NOT NULL,
    is_draining      boolean     NOT NULL DEFAULT false,
    last_seen_at     timestamptz NOT NULL,
    UNIQUE (token_id, instance_key)
);

-- Greater for every attempt of any job: what a late worker says can be told from what the newest says.
CREATE SEQUENCE fencing_token;

CREATE TABLE job (
    studio_id        uuid             NOT NULL REFERENCES studio,
    id               uuid             NOT NULL UNIQUE,
    kind             text             NOT NULL CHECK (kind IN ('RENDER', 'INSPECT')),
    state            text             NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    priority         smallint         NOT NULL CHECK (priority BETWEEN 0 AND 9),
    run_at           timestamptz      NOT NULL,
    attempt          int              NOT NULL DEFAULT 0,
    max_attempts     int              NOT NULL,
    recipe           text,             -- canonical; null for INSPECT
    recipe_key       text,
    renderer_version text,             -- part of the key: only a worker that has this version may render it
    fencing_token    bigint,
    worker_id        uuid REFERENCES worker,
    lease_until      timestamptz,
    stage            text,
    fraction         double precision,
    remaining_ms     bigint,
    failure_code     text,
    failure_message  text,
    warnings         text[]           NOT NULL DEFAULT '{}',
    created_at       timestamptz      NOT NULL,
    started_at       timestamptz,
    ended_at         timestamptz,
    PRIMARY KEY (studio_id, id),
    CHECK ((state = 'RUNNING') = (lease_until IS NOT NULL)),
    CHECK ((kind = 'RENDER') = (recipe IS NOT NULL))
);
CREATE INDEX job_newest ON job (studio_id, id DESC);
CREATE INDEX job_queue ON job (priority DESC, run_at) WHERE state = 'QUEUED';
CREATE INDEX job_leases ON job (lease_until) WHERE state = 'RUNNING';
CREATE INDEX job_recipe_key ON job (studio_id, recipe_key) WHERE state IN ('QUEUED', 'RUNNING', 'SUCCEEDED');
ALTER TABLE job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON job USING (speaks_for(studio_id));

CREATE TABLE job_input (
    studio_id uuid NOT NULL,
    job_id    uuid NOT NULL,
    position  int  NOT NULL, -- the recipe's number for it
    asset_id  uuid NOT NULL,
    PRIMARY KEY (studio_id, job_id, position),
    FOREIGN KEY (studio_id, job_id) REFERENCES job,
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset
);
CREATE INDEX job_input_asset ON job_input (studio_id, asset_id);
ALTER TABLE job_input ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON job_input USING (speaks_for(studio_id));

CREATE TABLE job_output (
    studio_id uuid NOT NULL,
    job_id    uuid NOT NULL,
    role      text NOT NULL CHECK (role IN ('VIDEO', 'POSTER')),
    asset_id  uuid NOT NULL,
    PRIMARY KEY (studio_id, job_id, role),
    FOREIGN KEY (studio_id, job_id) REFERENCES job,
    FOREIGN KEY (studio_id, asset_id) REFERENCES asset
);
ALTER TABLE job_output ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON job_output USING (speaks_for(studio_id));

CREATE TABLE attempt (
    studio_id       uuid             NOT NULL,
    job_id          uuid             NOT NULL,
    number          int              NOT NULL,
    fencing_token   bigint           NOT NULL UNIQUE,
    worker_id       uuid             NOT NULL REFERENCES worker,
    worker_name     text             NOT NULL,
    started_at      timestamptz      NOT NULL,
    ended_at        timestamptz,
    outcome         text CHECK (outcome IN ('SUCCEEDED', 'FAILED', 'LOST', 'CANCELLED', 'RELEASED')),
    failure_code    text,
    failure_message text,
    cpu_seconds     double precision NOT NULL DEFAULT 0,
    gpu_seconds     double precision NOT NULL DEFAULT 0,
    bytes_in        bigint           NOT NULL DEFAULT 0,
    bytes_out       bigint           NOT NULL DEFAULT 0,
    PRIMARY KEY (studio_id, job_id, number),
    FOREIGN KEY (studio_id, job_id) REFERENCES job,
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
ALTER TABLE attempt ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON attempt USING (speaks_for(studio_id));

-- An attempt's results on their way in. A result that lost its lease is never finished and expires.
CREATE TABLE attempt_output (
    studio_id     uuid   NOT NULL,
    fencing_token bigint NOT NULL,
    role          text   NOT NULL CHECK (role IN ('VIDEO', 'POSTER')),
    upload_id     uuid   NOT NULL,
    PRIMARY KEY (studio_id, fencing_token, role),
    FOREIGN KEY (studio_id, upload_id) REFERENCES upload
);
ALTER TABLE attempt_output ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON attempt_output USING (speaks_for(studio_id));
