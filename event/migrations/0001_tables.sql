-- +goose Up
-- One head per feed: organisation '' is the whole log.
CREATE TABLE event_head (
  log      TEXT   NOT NULL,
  org      TEXT   NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (log, org)
);
CREATE TABLE event (
  log      TEXT   NOT NULL,
  position BIGINT NOT NULL,
  id       TEXT   NOT NULL,
  source   TEXT   NOT NULL,
  type     TEXT   NOT NULL,
  subject  TEXT   NOT NULL,
  time     BIGINT NOT NULL,
  recorded BIGINT NOT NULL,
  key      TEXT   NOT NULL,
  audience TEXT   NOT NULL,
  actor    TEXT   NOT NULL,
  because  TEXT   NOT NULL,
  trace    TEXT   NOT NULL,
  data     TEXT   NOT NULL,
  hash     BYTEA  NOT NULL,
  PRIMARY KEY (log, position)
);
CREATE UNIQUE INDEX event_id ON event (id);
-- What each organisation was told, with positions of its own.
CREATE TABLE event_feed (
  log      TEXT   NOT NULL,
  org      TEXT   NOT NULL,
  position BIGINT NOT NULL,
  event    BIGINT NOT NULL,
  hash     BYTEA  NOT NULL,
  PRIMARY KEY (log, org, position)
);
CREATE TABLE event_cursor (
  consumer TEXT   NOT NULL,
  log      TEXT   NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (consumer, log)
);

-- +goose Down
DROP TABLE event_cursor;
DROP TABLE event_feed;
DROP TABLE event;
DROP TABLE event_head;
