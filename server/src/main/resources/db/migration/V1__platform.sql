-- The server connects as a role that owns nothing, so row-level security binds it. Every transaction says for
-- which studio it speaks in vf.studio; 'all' is for work of the installation itself: queue, relay, sign-in.
-- A statement that forgets its studio sees nothing.

CREATE FUNCTION speaks_for(studio uuid) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('vf.studio', true) IN (studio::text, 'all') $$;

-- Events as features write them, in their own transaction.
CREATE TABLE outbox (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    studio_id uuid        NOT NULL,
    topic     text        NOT NULL,
    subject   uuid        NOT NULL,
    payload   jsonb       NOT NULL,
    at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON outbox USING (speaks_for(studio_id));

-- The event log: outbox rows numbered in an order that never changes. The number is the subscribers' cursor.
CREATE TABLE event (
    studio_id uuid        NOT NULL,
    seq       bigint      NOT NULL UNIQUE,
    topic     text        NOT NULL,
    subject   uuid        NOT NULL,
    payload   jsonb       NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (studio_id, seq)
);
CREATE INDEX event_topic ON event (studio_id, topic, seq);
CREATE INDEX event_at ON event (at);
ALTER TABLE event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON event USING (speaks_for(studio_id));

-- One row: its lock lets one relay number at a time.
CREATE TABLE event_head (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    last    bigint NOT NULL,
    purged  bigint NOT NULL
);
INSERT INTO event_head (last, purged) VALUES (0, 0);

-- How far each listener within the server has come.
CREATE TABLE event_listener (
    name text PRIMARY KEY,
    seq  bigint NOT NULL
);

-- First results of mutations that spend, start or publish, kept for replays.
CREATE TABLE idempotency (
    studio_id  uuid        NOT NULL,
    actor      uuid        NOT NULL,
    operation  text        NOT NULL,
    key        text        NOT NULL,
    request    bytea       NOT NULL, -- sha256 of the arguments: the same key for another request is a conflict
    result     uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (studio_id, actor, operation, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency USING (speaks_for(studio_id));

-- db-scheduler's own table (its name and columns are the library's).
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
