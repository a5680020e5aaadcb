package policy

import (
	"slices"
	"strings"
)

// ActionInfo is one row of the table of actions.
type ActionInfo struct {
	Action Action
	Kind   string // the kind of thing it is done to
	Text   string // what it lets somebody do, in one sentence
}

// actions is the table: those that something asks for. The verb read is always the one that decides whether a
// thing is there at all for the caller.
var actions = [...]ActionInfo{
	{"org.read", "org", "See an organisation and its members."},
	{"org.create", "org", "Bring in a new organisation."},
	{"org.suspend", "org", "Shut an organisation or one of its members out, or let it in again."},
	{"subject.read", "subject", "See a person or service account."},
	{"subject.write", "subject", "Create and change people and service accounts and their roles."},
	{"group.read", "group", "See a group and who is in it."},
	{"group.write", "group", "Create groups and change who is in them."},
	{"token.write", "token", "Issue tokens for others, revoke theirs, and invite people."},
	{"production.read", "production", "See that a production exists, and its name."},
	{"production.create", "production", "Create a production."},
	{"graph.read", "graph", "Read and export the production graph."},
	{"graph.write", "graph", "Import into the production graph."},
	{"entity.read", "entity", "See one entity of the production graph."},
	{"asset.read", "asset", "See an asset and its identifiers."},
	{"asset.resolve", "asset", "Learn where an asset's bytes are and get a link to them."},
	{"asset.download", "asset", "Fetch an asset's bytes."},
	{"asset.register", "asset", "Register assets and their identifiers."},
	{"asset.write", "asset", "Change an asset, its identifiers and locations."},
	{"asset.upload", "asset", "Store an asset's bytes."},
	{"cut.read", "cut", "See a cut, its events and its changes."},
	{"cut.publish", "cut", "Publish a cut."},
	{"cut.approve", "cut", "Decide about a cut of somebody else's: approve, reject, ask for changes."},
	{"cut.approve_own", "cut", "Decide about a cut that one published oneself."},
	{"assignment.read", "assignment", "See which vendor works on which shots."},
	{"assignment.write", "assignment", "Give shots to vendors and take them back."},
	{"turnover.read", "turnover", "See a turnover."},
	{"grant.read", "grant", "See the rules and why they were made."},
	{"grant.write", "grant", "Make and revoke rules."},
	{"event.read", "event", "Follow the events."},
	{"webhook.read", "webhook", "See webhooks and their dead letters."},
	{"webhook.write", "webhook", "Create, remove, redrive and replay webhooks."},
	{"audit.read", "audit", "Read the audit log and its proofs."},
}

// Actions lists all actions there are.
func Actions() []ActionInfo { return slices.Clone(actions[:]) }

// declared reports whether the action is in the table, is "*", or is the
// family of a noun that the table has.
func declared(a Action) bool {
	if a == "*" {
		return true
	}
	noun, family := strings.CutSuffix(string(a), ".*")
	for i := range actions {
		if actions[i].Action == a || family && strings.HasPrefix(string(actions[i].Action), noun+".") {
			return true
		}
	}
	return false
}

// Gives lists the actions that the rule is about, families spelt out.
func (r Rule) Gives() []ActionInfo {
	var out []ActionInfo
	for _, info := range actions {
		if slices.ContainsFunc(r.Actions, func(a Action) bool { return covers(string(a), info.Action) }) {
			out = append(out, info)
		}
	}
	return out
}

// ofProduction reports whether the actions that the pattern stands for are done
// to productions or to what is in one.
func ofProduction(pattern string) bool {
	switch Action(pattern).Noun() {
	case "platform", "org", "subject", "group", "token":
		return false
	}
	return declared(Action(pattern))
}

// covers reports whether the pattern ("*", "asset.*" or an action) stands for
// the action.
func covers(pattern string, a Action) bool {
	if pattern == "*" || pattern == string(a) {
		return true
	}
	noun, family := strings.CutSuffix(pattern, ".*")
	return family && len(a) > len(noun) && a[len(noun)] == '.' && string(a[:len(noun)]) == noun
}
