-- +goose Up
-- What tells whether a key in the data folder is the one that this database was
-- made with: an HMAC by the key.
CREATE TABLE server_key (
    file  TEXT NOT NULL PRIMARY KEY,
    proof TEXT NOT NULL
);

-- +goose Down
DROP TABLE server_key;
