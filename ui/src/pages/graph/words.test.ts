import assert from "node:assert/strict";
import { test } from "node:test";
import { entityName, readable, relation, tail } from "./words";

test("types, relations and identifiers are readable", () => {
  assert.deepEqual([readable("NarrativeScene"), readable("Asset"), readable("")], ["Narrative scene", "Asset", ""]);
  assert.equal(relation("has.Slate"), "has Slate");
  assert.equal(tail("urn:x-omc:studio:scn%2F33"), "scn/33");
  assert.equal(tail("urn:x-omc:studio:100%"), "100%");
  assert.equal(entityName({ id: "urn:x-omc:studio:a", type: "Slate" }), "a");
});
