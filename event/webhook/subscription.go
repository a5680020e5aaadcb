package webhook

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

func (s *Service) newID() (ID, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.random(), b); err != nil {
		return "", errs.E("webhook", errs.Other, "", err)
	}
	return ID("wh_" + hex.EncodeToString(b)), nil
}

// Subscribe makes a subscription and returns it with its id, and the key that
// the receiver verifies with: whpk_... or, for HMAC, whsec_..., which is shown
// only now. It begins behind position After. A malformed one is
// [errs.Invalid]. The caller has checked that the organisation may read the feed.
func (s *Service) Subscribe(tx *store.Tx, sub Subscription) (Subscription, string, error) {
	if err := s.complete(&sub); err != nil {
		return Subscription{}, "", err
	}
	types, err := json.Marshal(sub.Types)
	if err != nil {
		return Subscription{}, "", errs.E("webhook.Subscribe", errs.Invalid, "", err)
	}
	id, err := s.newID()
	if err != nil {
		return Subscription{}, "", err
	}
	sub.ID, sub.Created = id, s.now().Truncate(time.Microsecond)
	_, err = tx.Exec(`INSERT INTO webhook_subscription (id, org, log, whole, url, types, mode, refusal, created, position,
		failures, failing, due, cause, last_success, epoch, owner, owned_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, '', 0, 0, '', 0)`,
		string(sub.ID), sub.Org, sub.Log, sub.Whole, sub.URL, string(types), string(sub.Mode), string(sub.Refusal),
		sub.Created.UnixMicro(), sub.After)
	if err != nil {
		return Subscription{}, "", errs.E("webhook.Subscribe", errs.Other, "", err)
	}
	text, err := s.addKey(tx, sub.ID, 1, sub.Kind)
	if err != nil {
		return Subscription{}, "", err
	}
	tx.Wake(topic)
	sub.Keys, err = s.publicKeys(tx, sub.ID)
	return sub, text, err
}

func (s *Service) complete(sub *Subscription) error {
	bad := func(text string) error { return errs.E("webhook.Subscribe", errs.Invalid, "", errs.Text(text)) }
	if sub.Mode == "" {
		sub.Mode = OrderKey
	}
	if sub.Refusal == "" {
		sub.Refusal = Park
	}
	if sub.Kind == "" {
		sub.Kind = Ed25519
	}
	if sub.Types == nil {
		sub.Types = []string{}
	}
	switch {
	case sub.Org == "":
		return bad("a subscription belongs to an organisation")
	case sub.Mode != OrderKey && sub.Mode != OrderAll && sub.Mode != OrderNone:
		return bad("the mode is one of key, all, none")
	case sub.Refusal != Park && sub.Refusal != Skip:
		return bad("refusal is one of park, skip")
	case sub.Kind != Ed25519 && sub.Kind != HMAC:
		return bad("the kind of key is ed25519 or hmac")
	case len(sub.Types) > 100:
		return bad("a subscription names at most 100 types")
	case sub.After < 0:
		return bad("a position is not negative")
	}
	return s.checkURL(sub.URL)
}

func (s *Service) addKey(tx *store.Tx, id ID, number int64, kind KeyKind) (string, error) {
	k, text, err := newSigner(kind, s.random())
	if err != nil {
		return "", err
	}
	stored, err := s.seal(id, k.secret)
	if err != nil {
		return "", errs.E("webhook.Subscribe", errs.Other, string(id), err)
	}
	public := text
	if kind == HMAC {
		public = ""
	}
	_, err = tx.Exec(`INSERT INTO webhook_key (subscription, number, kind, secret, public, until) VALUES ($1, $2, $3, $4, $5, 0)`,
		string(id), number, string(kind), stored, public)
	if err != nil {
		return "", errs.E("webhook.Subscribe", errs.Other, string(id), err)
	}
	return text, nil
}

// Rotate makes a new signing key and returns its text for the receiver. For the
// overlap the old keys sign too; afterwards they are of no use.
func (s *Service) Rotate(tx *store.Tx, org string, id ID, kind KeyKind, overlap time.Duration) (string, error) {
	if err := s.exists(tx, org, id); err != nil {
		return "", err
	}
	if kind != Ed25519 && kind != HMAC {
		return "", errs.E("webhook.Rotate", errs.Invalid, "", errs.Text("the kind of key is ed25519 or hmac"))
	}
	until := s.now().Add(overlap).UnixMicro()
	if _, err := tx.Exec(`DELETE FROM webhook_key WHERE subscription = $1 AND until <> 0 AND until <= $2`, string(id), s.now().UnixMicro()); err != nil {
		return "", errs.E("webhook.Rotate", errs.Other, string(id), err)
	}
	if _, err := tx.Exec(`UPDATE webhook_key SET until = $2 WHERE subscription = $1 AND (until = 0 OR until > $2)`, string(id), until); err != nil {
		return "", errs.E("webhook.Rotate", errs.Other, string(id), err)
	}
	var number int64
	if err := tx.QueryRow(`SELECT COALESCE(MAX(number), 0) + 1 FROM webhook_key WHERE subscription = $1`, string(id)).Scan(&number); err != nil {
		return "", errs.E("webhook.Rotate", errs.Other, string(id), err)
	}
	return s.addKey(tx, id, number, kind)
}

func (s *Service) publicKeys(tx *store.Tx, id ID) ([]PublicKey, error) {
	rows, err := tx.Query(`SELECT kind, public, until FROM webhook_key WHERE subscription = $1 AND (until = 0 OR until > $2) ORDER BY number`,
		string(id), s.now().UnixMicro())
	if err != nil {
		return nil, errs.E("webhook.Get", errs.Other, string(id), err)
	}
	defer rows.Close()
	var keys []PublicKey
	for rows.Next() {
		var k PublicKey
		var until int64
		if err := rows.Scan(&k.Kind, &k.Text, &until); err != nil {
			return nil, errs.E("webhook.Get", errs.Other, string(id), err)
		}
		k.Until = store.Time(until)
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

// signers are the keys that sign now.
func (s *Service) signers(tx *store.Tx, id ID) ([]signer, error) {
	rows, err := tx.Query(`SELECT kind, secret FROM webhook_key WHERE subscription = $1 AND (until = 0 OR until > $2) ORDER BY number DESC`,
		string(id), s.now().UnixMicro())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var keys []signer
	for rows.Next() {
		var k signer
		var stored []byte
		if err := rows.Scan(&k.kind, &stored); err != nil {
			return nil, err
		}
		if k.secret, err = s.unseal(id, stored); err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

const subscriptionColumns = `id, org, log, whole, url, types, mode, refusal, created`

func scanSubscription(scan func(...any) error, more ...any) (Subscription, error) {
	var sub Subscription
	var types string
	var created int64
	err := scan(append([]any{&sub.ID, &sub.Org, &sub.Log, &sub.Whole, &sub.URL, &types, &sub.Mode, &sub.Refusal, &created}, more...)...)
	if err != nil {
		return sub, err
	}
	sub.Created = store.Time(created)
	return sub, json.Unmarshal([]byte(types), &sub.Types)
}

// List gives the subscriptions of an organisation, or of all when org is "".
func (s *Service) List(ctx context.Context, org string) ([]Subscription, error) {
	var subs []Subscription
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT `+subscriptionColumns+` FROM webhook_subscription WHERE $1 = '' OR org = $1 ORDER BY created, id`, org)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			sub, err := scanSubscription(rows.Scan)
			if err != nil {
				return err
			}
			subs = append(subs, sub)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for i := range subs {
			if subs[i].Keys, err = s.publicKeys(tx, subs[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errs.E("webhook.List", errs.Other, "", err)
	}
	return subs, nil
}

// Get gives one subscription of an organisation, or of any when org is "". One
// that is not there, or another's, is [errs.NotExist].
func (s *Service) Get(ctx context.Context, org string, id ID) (Subscription, error) {
	var sub Subscription
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		sub, err = scanSubscription(tx.QueryRow(`SELECT `+subscriptionColumns+` FROM webhook_subscription WHERE id = $1 AND ($2 = '' OR org = $2)`, string(id), org).Scan)
		if err == nil {
			sub.Keys, err = s.publicKeys(tx, id)
		}
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Subscription{}, errs.E("webhook.Get", errs.NotExist, string(id), nil)
	}
	if err != nil {
		return Subscription{}, errs.E("webhook.Get", errs.Other, string(id), err)
	}
	return sub, nil
}

func (s *Service) exists(tx *store.Tx, org string, id ID) error {
	var n int64
	err := tx.QueryRow(`SELECT COUNT(*) FROM webhook_subscription WHERE id = $1 AND ($2 = '' OR org = $2)`, string(id), org).Scan(&n)
	if err != nil {
		return errs.E("webhook", errs.Other, string(id), err)
	}
	if n == 0 {
		return errs.E("webhook", errs.NotExist, string(id), nil)
	}
	return nil
}

// Remove ends a subscription. One that is not there, or another organisation's,
// is [errs.NotExist].
func (s *Service) Remove(tx *store.Tx, org string, id ID) error {
	if err := s.exists(tx, org, id); err != nil {
		return err
	}
	for _, table := range []string{"webhook_held WHERE subscription", "webhook_key WHERE subscription", "webhook_subscription WHERE id"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` = $1`, string(id)); err != nil {
			return errs.E("webhook.Remove", errs.Other, string(id), err)
		}
	}
	return nil
}
