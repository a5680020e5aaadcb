package grant

import (
	"slices"

	"github.com/selsyn/selsyn/policy"
)

// The rules that come with a platform and with a production are data like all
// others: they are listed, explained and revoked in the same way; only the last
// keystone stays.

// because of the rules that nobody minted by hand.
const (
	BecauseClaimed = "installation claimed"
	BecauseJoined  = "organisation joined"
	BecauseCreated = "production created"
)

// Roles are the roles that the founding rules speak of. An organisation may
// have others; rules for them are minted by hand.
var roles = [...]string{"admin", "producer", "editor", "supervisor", "coordinator", "artist"}

// Roles lists them.
func Roles() []string { return append([]string(nil), roles[:]...) }

// duties is what each role of the organisation that owns a production may do
// on it.
var duties = [...]struct {
	role    string
	actions []policy.Action
}{
	{"admin", everything()},
	{"producer", everything()},
	{"editor", []policy.Action{"production.read", "graph.*", "entity.*", "asset.*", "cut.read", "cut.publish",
		"assignment.read", "turnover.read", "event.read"}},
	{"supervisor", []policy.Action{"production.read", "graph.read", "entity.*", "asset.*", "cut.read", "cut.approve",
		"assignment.*", "turnover.read", "grant.*", "event.read", "webhook.read", "audit.read"}},
	{"coordinator", []policy.Action{"production.read", "graph.read", "entity.*", "asset.*", "cut.read",
		"assignment.*", "turnover.read", "grant.read", "event.read", "webhook.*"}},
	{"artist", []policy.Action{"production.read", "graph.read", "entity.read", "asset.read", "asset.resolve", "asset.download",
		"cut.read", "event.read"}},
}

// approveOwn is the one right that nobody has until a rule gives it by name: to
// decide about one's own work.
const approveOwn policy.Action = "cut.approve_own"

// everything is all other actions, as families where a whole one is meant, so
// that they hold for actions to come.
func everything() []policy.Action {
	var all []policy.Action
	for _, info := range policy.Actions() {
		action := info.Action
		if action == approveOwn {
			continue
		}
		if action.Noun() != approveOwn.Noun() {
			action = policy.Action(action.Noun() + ".*")
		}
		if !slices.Contains(all, action) {
			all = append(all, action)
		}
	}
	return all
}

// Founding is the rules of a new production: what each role of the
// organisation that owns it may do on it.
func Founding(production, owner string) []policy.Rule {
	rules := make([]policy.Rule, 0, len(duties))
	for _, d := range duties {
		rules = append(rules, policy.Rule{
			Effect: policy.Permit, Who: policy.Who{Role: d.role, Org: owner}, Actions: d.actions,
			What: policy.What{Production: production}, Because: BecauseCreated,
		})
	}
	return rules
}

// Platform is the rules of the organisation that runs the platform: its
// administrators may do everything that is not a production's, and its
// producers may bring in productions.
func Platform(founder string) []policy.Rule {
	admin := policy.Who{Role: "admin", Org: founder}
	return []policy.Rule{
		{Effect: policy.Permit, Who: admin, Because: BecauseClaimed, Actions: []policy.Action{"org.*", "subject.*", "group.*",
			"token.*", "production.create", "grant.*", "audit.read"},
			Note: "Runs the platform. What is in a production is opened by that production's own rules."},
		{Effect: policy.Permit, Who: admin, Because: BecauseClaimed, What: policy.What{Kind: "platform"},
			Actions: []policy.Action{"event.read", "webhook.*"}, Note: "The platform's own log."},
		{Effect: policy.Permit, Who: policy.Who{Role: "producer", Org: founder}, Because: BecauseClaimed,
			Actions: []policy.Action{"production.create"}},
		{Effect: policy.Permit, Who: policy.Who{Org: founder}, What: policy.What{Kind: "org"}, Because: BecauseClaimed,
			Actions: []policy.Action{"org.read"}, Note: "Its people know the other organisations by name, to give them work."},
	}
}

// Joined is the rules of an organisation itself: its members may see it, its
// administrators may run it and whatever belongs to it.
func Joined(org string) []policy.Rule {
	return []policy.Rule{
		{Effect: policy.Permit, Who: policy.Who{Org: org}, What: policy.What{Org: org}, Because: BecauseJoined,
			Actions: []policy.Action{"org.read", "subject.read", "group.read"}},
		{Effect: policy.Permit, Who: policy.Who{Role: "admin", Org: org}, What: policy.What{Org: org}, Because: BecauseJoined,
			Actions: []policy.Action{"org.read", "subject.*", "group.*", "token.*", "webhook.*", "event.read"}},
	}
}
