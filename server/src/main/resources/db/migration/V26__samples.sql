-- What networks showed while Cassandra was away, until it takes it. No studio's: it is the whole installation's.
CREATE TABLE sample_waiting (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    network   text        NOT NULL,
    item_id   uuid        NOT NULL,
    at        timestamptz NOT NULL,
    interest  bigint,
    likes     bigint,
    comments  bigint,
    best_rank int,
    places    text[]      NOT NULL
);
