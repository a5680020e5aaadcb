-- +goose Up
CREATE TABLE webhook_subscription (
  id           TEXT    NOT NULL PRIMARY KEY,
  org          TEXT    NOT NULL,
  log          TEXT    NOT NULL,
  whole        BOOLEAN NOT NULL,
  url          TEXT    NOT NULL,
  types        TEXT    NOT NULL,
  mode         TEXT    NOT NULL,
  refusal      TEXT    NOT NULL,
  created      BIGINT  NOT NULL,
  position     BIGINT  NOT NULL,
  failures     BIGINT  NOT NULL,
  failing      BIGINT  NOT NULL,
  due          BIGINT  NOT NULL,
  cause        TEXT    NOT NULL,
  last_success BIGINT  NOT NULL,
  epoch        BIGINT  NOT NULL,
  owner        TEXT    NOT NULL,
  owned_until  BIGINT  NOT NULL
);
CREATE INDEX webhook_subscription_org ON webhook_subscription (org, id);
CREATE TABLE webhook_key (
  subscription TEXT   NOT NULL,
  number       BIGINT NOT NULL,
  kind         TEXT   NOT NULL,
  secret       BYTEA  NOT NULL,
  public       TEXT   NOT NULL,
  until        BIGINT NOT NULL,
  PRIMARY KEY (subscription, number)
);
-- Events at or before the cursor that are not finished, and events beyond it
-- that are. state: retry (the front of its lane), behind (waits for the front),
-- dead (refused for good, until a person decides), done (delivered ahead).
CREATE TABLE webhook_held (
  subscription TEXT   NOT NULL,
  position     BIGINT NOT NULL,
  lane         TEXT   NOT NULL,
  state        TEXT   NOT NULL,
  tries        BIGINT NOT NULL,
  due          BIGINT NOT NULL,
  since        BIGINT NOT NULL,
  status       BIGINT NOT NULL,
  cause        TEXT   NOT NULL,
  PRIMARY KEY (subscription, position)
);
CREATE INDEX webhook_held_lane ON webhook_held (subscription, lane, position);
CREATE INDEX webhook_held_state ON webhook_held (subscription, state, position);

-- +goose Down
DROP TABLE webhook_held;
DROP TABLE webhook_key;
DROP TABLE webhook_subscription;
