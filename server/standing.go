package server

import (
	"context"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// standing says whether a webhook's organisation may still be told what its
// feed says: it is not suspended, and its administrators may see the production
// and follow that feed of it. A webhook belongs to an organisation, not to the
// person who made it, and goes on when that person leaves.
func (p *Platform) standing(ctx context.Context, sub webhook.Subscription) (bool, error) {
	if may, err := p.Identity.Standing(ctx, identity.OrgID(sub.Org)); err != nil || !may {
		return false, err
	}
	ctx = identity.NewContext(ctx, identity.Subject{Org: identity.OrgID(sub.Org), Kind: identity.Machine, Roles: []string{"admin"}})
	if sub.Log == "" {
		about := policy.Resource{Kind: "platform"}
		if !sub.Whole {
			about = policy.Resource{Kind: "event", Org: sub.Org}
		}
		return p.Grants.Can(ctx, "event.read", about), nil
	}
	var owner identity.OrgID
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		owner, err = p.Production.Owner(tx, sub.Log)
		return err
	})
	if errs.Is(err, errs.NotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	feed := policy.Resource{Kind: "event", Production: sub.Log, Org: sub.Org}
	if sub.Whole {
		feed.Org = string(owner)
	}
	show := policy.Resource{Kind: "production", ID: sub.Log, Production: sub.Log, Org: string(owner)}
	return p.Grants.Can(ctx, "production.read", show) && p.Grants.Can(ctx, "event.read", feed), nil
}
