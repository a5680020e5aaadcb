-- +goose Up
-- The document that is on its way into a production's graph. A document in
-- graph_document is one that has come in whole.
CREATE TABLE graph_arrival (
    production TEXT PRIMARY KEY,
    number     BIGINT NOT NULL,
    digest     TEXT NOT NULL,
    shape      TEXT NOT NULL,
    file       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    org        TEXT NOT NULL,
    entities   BIGINT NOT NULL,
    created    BIGINT NOT NULL,
    edges      BIGINT NOT NULL,
    kept       BOOLEAN NOT NULL, -- all of it is written down: it is finished, no longer taken back
    process    TEXT NOT NULL,
    holder     TEXT NOT NULL,    -- who alone works on it
    until      BIGINT NOT NULL   -- and is taken for dead then
);

-- Entities that the arriving document shows to be one with others.
CREATE TABLE graph_merge (
    production TEXT NOT NULL,
    other      TEXT NOT NULL,
    entity     TEXT NOT NULL, -- what other is part of from now on
    PRIMARY KEY (production, other)
);

-- +goose Down
DROP TABLE graph_merge;
DROP TABLE graph_arrival;
