-- +goose Up
CREATE TABLE review_decision (
    id         TEXT PRIMARY KEY,
    production TEXT NOT NULL,
    subject    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    digest     TEXT NOT NULL,
    verdict    TEXT NOT NULL,
    note       TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    org        TEXT NOT NULL,
    made_at    BIGINT NOT NULL
);
CREATE INDEX review_decision_subject ON review_decision (subject, made_at);

-- +goose Down
DROP TABLE review_decision;
