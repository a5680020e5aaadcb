-- +goose Up
ALTER TABLE cut ADD COLUMN approved_by TEXT NOT NULL DEFAULT ''; -- who approved it last

-- What an approval asked for when it was acted on: against which cut, the plan
-- of the pull, and the work of the vendors.
CREATE TABLE approved_plan (
    cut     TEXT PRIMARY KEY,
    against TEXT NOT NULL, -- empty when there was none
    plan    TEXT NOT NULL,
    work    TEXT NOT NULL
);

-- +goose Down
DROP TABLE approved_plan;
ALTER TABLE cut DROP COLUMN approved_by;
