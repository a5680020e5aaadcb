-- +goose Up
-- A rule is never deleted: what somebody could see on a date is answered from
-- here. body is the rule without its ids, which are in policy_target.
CREATE TABLE policy_rule (
  id         TEXT   NOT NULL PRIMARY KEY,
  effect     TEXT   NOT NULL,
  org        TEXT   NOT NULL,
  production TEXT   NOT NULL,
  because    TEXT   NOT NULL,
  begins     BIGINT NOT NULL,
  ends       BIGINT NOT NULL,
  targets    BIGINT NOT NULL,
  body       TEXT   NOT NULL,
  created    BIGINT NOT NULL,
  creator    TEXT   NOT NULL,
  revoked    BIGINT NOT NULL,
  revoker    TEXT   NOT NULL,
  why        TEXT   NOT NULL,
  revision   BIGINT NOT NULL
);
CREATE INDEX policy_rule_because ON policy_rule (because);
CREATE INDEX policy_rule_production ON policy_rule (production, id);
CREATE INDEX policy_rule_org ON policy_rule (org, id);
CREATE INDEX policy_rule_revision ON policy_rule (revision);
CREATE TABLE policy_target (
  rule   TEXT NOT NULL REFERENCES policy_rule (id),
  target TEXT NOT NULL,
  PRIMARY KEY (rule, target)
);
CREATE INDEX policy_target_target ON policy_target (target, rule);
-- Who owns a production: permits to others must end. '' is the platform.
CREATE TABLE policy_owner (
  production TEXT NOT NULL PRIMARY KEY,
  org        TEXT NOT NULL
);
CREATE TABLE policy_head (
  one      BIGINT NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL
);
INSERT INTO policy_head (one, revision) VALUES (1, 0);

-- +goose Down
DROP TABLE policy_head;
DROP TABLE policy_owner;
DROP TABLE policy_target;
DROP TABLE policy_rule;
