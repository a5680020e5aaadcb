-- +goose Up
CREATE TABLE audit_head (
  one  BIGINT NOT NULL PRIMARY KEY,
  size BIGINT NOT NULL,
  edge BYTEA  NOT NULL
);
INSERT INTO audit_head (one, size, edge) VALUES (1, 0, '');
CREATE TABLE audit_record (
  idx        BIGINT NOT NULL PRIMARY KEY,
  time       BIGINT NOT NULL,
  actor      TEXT   NOT NULL,
  org        TEXT   NOT NULL,
  action     TEXT   NOT NULL,
  object     TEXT   NOT NULL,
  production TEXT   NOT NULL,
  decision   TEXT   NOT NULL,
  because    TEXT   NOT NULL,
  detail     TEXT   NOT NULL,
  hashes     BYTEA  NOT NULL
);
CREATE INDEX audit_production ON audit_record (production, idx);
CREATE INDEX audit_object ON audit_record (object, idx);

-- +goose Down
DROP TABLE audit_record;
DROP TABLE audit_head;
