-- +goose Up
CREATE TABLE production (
    id         TEXT PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    org        TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE graph_document (
    production  TEXT NOT NULL,
    number      BIGINT NOT NULL,
    digest      TEXT NOT NULL,
    shape       TEXT NOT NULL,
    file        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    PRIMARY KEY (production, number),
    UNIQUE (production, digest)
);

-- The documents as they were, entry by entry; what an earlier document of the
-- production has word for word is not kept again.
CREATE TABLE graph_entry (
    production TEXT NOT NULL,
    document   BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    section    TEXT NOT NULL,
    single     BOOLEAN NOT NULL,
    digest     TEXT NOT NULL,
    raw        BYTEA NOT NULL,
    PRIMARY KEY (production, document, place)
);
CREATE INDEX graph_entry_digest ON graph_entry (production, digest);

CREATE TABLE graph_entity (
    production TEXT NOT NULL,
    id         TEXT NOT NULL,
    type       TEXT NOT NULL,
    name       TEXT NOT NULL,
    fullness   BIGINT NOT NULL, -- of the description shown
    raw        BYTEA NOT NULL,
    PRIMARY KEY (production, id)
);
CREATE INDEX graph_entity_type ON graph_entity (production, type, id);

CREATE TABLE graph_identifier (
    production TEXT NOT NULL,
    urn        TEXT NOT NULL,
    entity     TEXT NOT NULL,
    PRIMARY KEY (production, urn)
);
CREATE INDEX graph_identifier_entity ON graph_identifier (production, entity);

-- Everything that was ever said of an entity.
CREATE TABLE graph_description (
    production TEXT NOT NULL,
    entity     TEXT NOT NULL,
    digest     TEXT NOT NULL,
    document   BIGINT NOT NULL,
    raw        BYTEA NOT NULL,
    PRIMARY KEY (production, entity, digest)
);

CREATE TABLE graph_edge (
    production TEXT NOT NULL,
    source     TEXT NOT NULL, -- entity
    path       TEXT NOT NULL,
    target     TEXT NOT NULL, -- an identifier, of an entity or of nothing known
    property   TEXT NOT NULL,
    embedded   BOOLEAN NOT NULL,
    PRIMARY KEY (production, source, path, target)
);
CREATE INDEX graph_edge_target ON graph_edge (production, target);

-- +goose Down
DROP TABLE graph_edge;
DROP TABLE graph_description;
DROP TABLE graph_identifier;
DROP TABLE graph_entity;
DROP TABLE graph_entry;
DROP TABLE graph_document;
DROP TABLE production;
