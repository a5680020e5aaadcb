-- +goose Up
CREATE TABLE cut (
    id           TEXT PRIMARY KEY,
    production   TEXT NOT NULL,
    number       BIGINT NOT NULL,
    name         TEXT NOT NULL,
    file         TEXT NOT NULL,
    format       TEXT NOT NULL,
    rate         TEXT NOT NULL,
    drop_frame   BOOLEAN NOT NULL,
    start_tc     TEXT NOT NULL,
    duration     BIGINT NOT NULL,
    events       BIGINT NOT NULL,
    digest       TEXT NOT NULL,
    content      BYTEA NOT NULL,
    findings     TEXT NOT NULL,
    state        TEXT NOT NULL,
    org          TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    approved_at  BIGINT NOT NULL,
    UNIQUE (production, number)
);
CREATE INDEX cut_approved ON cut (production, approved_at);

CREATE TABLE assignment (
    production TEXT NOT NULL,
    pattern    TEXT NOT NULL,
    org        TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (production, pattern)
);

-- The organisations that were let into a production.
CREATE TABLE vendor (
    production TEXT NOT NULL,
    org        TEXT NOT NULL,
    since      BIGINT NOT NULL,
    PRIMARY KEY (production, org)
);

CREATE TABLE turnover (
    id           TEXT PRIMARY KEY,
    production   TEXT NOT NULL,
    number       BIGINT NOT NULL,
    cut          TEXT NOT NULL,
    cut_name     TEXT NOT NULL,
    previous_cut TEXT NOT NULL,
    org          TEXT NOT NULL,
    decision     TEXT NOT NULL,
    opened_at    BIGINT NOT NULL,
    items        TEXT NOT NULL,
    document     TEXT NOT NULL,
    UNIQUE (production, org, number)
);

-- What each vendor has in hand, shot by shot: the state that turnovers change.
CREATE TABLE vendor_work (
    production TEXT NOT NULL,
    org        TEXT NOT NULL,
    shot       TEXT NOT NULL,
    state      TEXT NOT NULL, -- active or stopped
    turnover   TEXT NOT NULL, -- the one that said so last
    rule       TEXT NOT NULL, -- by which the assets may be reached; empty when there are none
    until      BIGINT NOT NULL, -- when that rule ends
    assets     TEXT NOT NULL, -- JSON, sorted identifiers
    PRIMARY KEY (production, org, shot)
);

-- Every plate ever pulled, so that the next pull of the same plate is v+1.
CREATE TABLE plate (
    production TEXT NOT NULL,
    shot       TEXT NOT NULL,
    name       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    turnover   TEXT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (production, shot, name, version)
);

-- The cut that the vendors' work corresponds to.
CREATE TABLE turnover_base (
    production TEXT PRIMARY KEY,
    cut        TEXT NOT NULL
);

-- +goose Down
DROP TABLE turnover_base;
DROP TABLE plate;
DROP TABLE vendor_work;
DROP TABLE turnover;
DROP TABLE vendor;
DROP TABLE assignment;
DROP TABLE cut;
