-- +goose Up
CREATE TABLE asset (
    id         TEXT PRIMARY KEY,
    production TEXT NOT NULL,
    org        TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    reel       TEXT NOT NULL,
    clip       TEXT NOT NULL,
    file       TEXT NOT NULL,
    umid       TEXT NOT NULL,
    first      BIGINT NOT NULL, -- frames at rate; the range is empty when not known
    beyond     BIGINT NOT NULL,
    rate_num   BIGINT NOT NULL,
    rate_den   BIGINT NOT NULL,
    size       BIGINT NOT NULL, -- bytes; 0 when not known
    media_type TEXT NOT NULL,
    sequence   TEXT NOT NULL,
    scene      TEXT NOT NULL,
    shot       TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- What asset_identifier and asset_location say of the asset, once more, so
    -- that one row answers all: URNs joined by spaces; fields by tabs and
    -- copies by line feeds.
    identifiers TEXT NOT NULL,
    locations   TEXT NOT NULL
);
CREATE INDEX asset_production ON asset (production, id);

-- holder is empty for what only one asset of a production may carry (digests,
-- UUIDs), and the asset itself for what several may share.
CREATE TABLE asset_identifier (
    urn        TEXT NOT NULL,
    production TEXT NOT NULL,
    holder     TEXT NOT NULL,
    asset      TEXT NOT NULL,
    PRIMARY KEY (urn, production, holder)
);

CREATE TABLE asset_location (
    production TEXT NOT NULL,
    provider   TEXT NOT NULL,
    storage    TEXT NOT NULL, -- empty: place is a URL
    place      TEXT NOT NULL,
    asset      TEXT NOT NULL,
    priority   BIGINT NOT NULL,
    state      TEXT NOT NULL,
    added_at   BIGINT NOT NULL,
    PRIMARY KEY (production, provider, storage, place)
);
CREATE INDEX asset_location_asset ON asset_location (asset);

-- The folded names by which lists may mean an asset.
CREATE TABLE asset_name (
    production TEXT NOT NULL,
    name       TEXT NOT NULL,
    asset      TEXT NOT NULL,
    PRIMARY KEY (production, name, asset)
);

-- Counts the changes, so that other processes see that there was one.
CREATE TABLE registry_revision (
    production TEXT PRIMARY KEY,
    revision   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE registry_revision;
DROP TABLE asset_name;
DROP TABLE asset_location;
DROP TABLE asset_identifier;
DROP TABLE asset;
