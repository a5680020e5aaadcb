-- +goose Up
CREATE TABLE identity_org (
  id        TEXT    NOT NULL PRIMARY KEY,
  name      TEXT    NOT NULL,
  founding  BOOLEAN NOT NULL,
  suspended BOOLEAN NOT NULL,
  epoch     BIGINT  NOT NULL,
  created   BIGINT  NOT NULL
);
CREATE UNIQUE INDEX identity_org_name ON identity_org (name);
CREATE TABLE identity_subject (
  id        TEXT    NOT NULL PRIMARY KEY,
  org       TEXT    NOT NULL REFERENCES identity_org (id),
  kind      TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  email     TEXT    NOT NULL,
  suspended BOOLEAN NOT NULL,
  epoch     BIGINT  NOT NULL,
  created   BIGINT  NOT NULL
);
CREATE INDEX identity_subject_org ON identity_subject (org, id);
CREATE TABLE identity_role (
  subject TEXT NOT NULL REFERENCES identity_subject (id),
  role    TEXT NOT NULL,
  PRIMARY KEY (subject, role)
);
CREATE TABLE identity_group (
  id      TEXT   NOT NULL PRIMARY KEY,
  org     TEXT   NOT NULL REFERENCES identity_org (id),
  name    TEXT   NOT NULL,
  created BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_group_name ON identity_group (org, name);
CREATE TABLE identity_member (
  subject TEXT NOT NULL REFERENCES identity_subject (id),
  grp     TEXT NOT NULL REFERENCES identity_group (id),
  PRIMARY KEY (subject, grp)
);
CREATE INDEX identity_member_group ON identity_member (grp, subject);
-- Only the hash of a secret is kept.
CREATE TABLE identity_token (
  id      TEXT   NOT NULL PRIMARY KEY,
  hash    TEXT   NOT NULL,
  subject TEXT   NOT NULL REFERENCES identity_subject (id),
  kind    TEXT   NOT NULL,
  name    TEXT   NOT NULL,
  scopes  TEXT   NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_token_hash ON identity_token (hash);
CREATE INDEX identity_token_subject ON identity_token (subject, id);
-- Codes that work once: the claim of the first administrator, sign-in links.
CREATE TABLE identity_code (
  hash    TEXT   NOT NULL PRIMARY KEY,
  kind    TEXT   NOT NULL,
  subject TEXT   NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used    BIGINT NOT NULL
);
-- Counts every change, so that a replica sees at one glance whether what it
-- remembers still holds.
CREATE TABLE identity_head (
  one      BIGINT NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL
);
INSERT INTO identity_head (one, revision) VALUES (1, 1);

-- +goose Down
DROP TABLE identity_head;
DROP TABLE identity_code;
DROP TABLE identity_token;
DROP TABLE identity_member;
DROP TABLE identity_group;
DROP TABLE identity_role;
DROP TABLE identity_subject;
DROP TABLE identity_org;
