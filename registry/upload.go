package registry

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
)

// Upload stores the bytes that r gives in our own storage and registers them
// under their SHA-1 and C4 and whatever else the registration says. Size may be
// 0 when it is not known, and the registration may name digests: when the bytes
// are fewer, more or others than was said, nothing is kept and the error, of
// kind errs.Invalid or errs.Unprocessable, says what differs. Uploading what is
// there already adds no second copy.
func (s *Service) Upload(ctx context.Context, production string, reg Registration, r io.Reader) (*Asset, Registered, error) {
	const op errs.Op = "registry.Upload"
	a, made, err := s.upload(ctx, production, reg, r)
	if err != nil {
		return nil, Registered{}, errs.E(op, errs.Other, reg.Name, err)
	}
	return a, made, nil
}

func (s *Service) upload(ctx context.Context, production string, reg Registration, r io.Reader) (*Asset, Registered, error) {
	const op errs.Op = "registry.Upload"
	if s.Bucket == nil {
		return nil, Registered{}, errs.E(op, errs.Unavailable, "", errs.Text("no storage for uploads is set up"))
	}
	if err := s.mayUpload(ctx, production, reg); err != nil {
		return nil, Registered{}, err
	}
	said, err := reg.clean(identity.FromContext(ctx).Org)
	if err != nil {
		return nil, Registered{}, err
	}
	in := &checked{r: r, size: reg.Size, said: said, digests: digesterFor(said)}
	size := reg.Size
	if size == 0 {
		size = -1
	}
	key := strings.ReplaceAll(id.URN(s.NewID()).Value(), "-", "")
	key = "assets/" + key[len(key)-2:] + "/" + key
	if _, err := s.Bucket.Put(ctx, key, in, size); err != nil {
		if in.wrong != nil {
			err = in.wrong
		}
		return nil, Registered{}, err
	}
	reg.Size = in.digests.Size()
	for _, u := range in.digests.URNs() {
		reg.Identifiers = append(reg.Identifiers, string(u))
	}
	made, kept, err := s.keep(ctx, production, reg, key)
	if err != nil || !kept {
		// The bytes are registered nowhere. When removing them fails, too, they
		// take up room and do no other harm.
		_ = s.Bucket.Delete(context.WithoutCancel(ctx), key)
	}
	if err != nil {
		return nil, Registered{}, err
	}
	var asset *Asset
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		assets, err := byID(tx, []id.URN{made.ID})
		if err == nil && len(assets) == 1 {
			asset = assets[0]
		}
		return err
	})
	return asset, made, err
}

// mayUpload asks the rules before the bytes are read.
func (s *Service) mayUpload(ctx context.Context, production string, reg Registration) error {
	owner, err := s.owner(ctx, production)
	if err != nil {
		return err
	}
	a := Asset{Production: production, Org: identity.FromContext(ctx).Org, Facts: reg.Facts, Created: s.DB.Now(), Revision: 1}
	if a.Org == "" {
		a.Org = owner
	}
	return s.Access.Check(ctx, "asset.upload", a.Resource())
}

// keep registers uploaded bytes. kept is false when our storage had them.
func (s *Service) keep(ctx context.Context, production string, reg Registration, key string) (made Registered, kept bool, err error) {
	_, err = s.register(ctx, production, []Registration{reg}, "asset.upload", func(tx *store.Tx, done []Registered) error {
		kept = false
		made = done[0]
		assets, err := byID(tx, []id.URN{made.ID})
		if err != nil {
			return err
		}
		a := assets[0]
		for _, l := range a.Locations {
			if kept = l.Storage != s.storage() || l.State == Missing; !kept {
				return nil
			}
		}
		kept = true
		_, err = tx.Exec(`INSERT INTO asset_location (production, provider, storage, place, asset, priority, state, added_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7)`,
			a.Production, string(a.Org), s.storage(), key, string(a.ID), string(Healthy), store.Micros(tx.Now()))
		if err != nil {
			return err
		}
		if _, err := repack(tx, a.ID); err != nil {
			return err
		}
		made.Changed = true
		return s.tell(tx, identity.FromContext(ctx), change{production, "asset.located", "asset.upload", []id.URN{a.ID}, a.Identifiers})
	})
	return made, kept, err
}

// digesterFor digests for SHA-1 and C4, and for SHA-256 when that was said.
func digesterFor(said []id.URN) *id.Digester {
	for _, u := range said {
		if u.Scheme() == id.SHA256 {
			return id.NewDigester(id.SHA1, id.C4, id.SHA256)
		}
	}
	return id.NewDigester()
}

// checked reads bytes, digests them and fails where the end should be when they
// are not what was said.
type checked struct {
	r       io.Reader
	size    int64 // 0: not said
	said    []id.URN
	digests *id.Digester
	wrong   error
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	_, _ = c.digests.Write(p[:n]) // never fails
	if c.size > 0 && c.digests.Size() > c.size {
		c.wrong = errs.E("registry.Upload", errs.Invalid, "", fmt.Errorf("more than the %d bytes that were announced came; nothing was kept", c.size))
		return n, c.wrong
	}
	if err != io.EOF {
		return n, err
	}
	if c.wrong = c.end(); c.wrong != nil {
		return n, c.wrong
	}
	return n, io.EOF
}

func (c *checked) end() error {
	if got := c.digests.Size(); c.size > 0 && got != c.size {
		return errs.E("registry.Upload", errs.Invalid, "", fmt.Errorf("the upload was cut short: %d of %d bytes came; nothing was kept, send it again", got, c.size))
	}
	for _, is := range c.digests.URNs() {
		for _, said := range c.said {
			if said.Scheme() == is.Scheme() && said != is {
				return errs.E("registry.Upload", errs.Unprocessable, "", fmt.Errorf("the bytes are %s, not %s; nothing was kept", is, said))
			}
		}
	}
	return nil
}
