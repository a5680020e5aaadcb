package resolve

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
)

// contentPath is where the bytes are served; the asset's UUID follows.
const contentPath = "/v1/content/"

// Grant is what a signed address says.
type Grant struct {
	Asset   id.URN
	Copy    string // which copy, see Place
	Subject identity.SubjectID
	Org     identity.OrgID
	Rule    string
	Epoch   int64
	Expires time.Time
}

// Verified is what a signed address is good for.
type Verified struct {
	Grant
	Is    Asset // the asset as it is now
	Place Place // where to read
}

// Verify checks a signed address at its use: the token is the value of t in the
// address, asset the UUID in its path. It fails with errs.Denied when the
// address has expired or is used for something else than reading, and with
// errs.NotExist when it was not signed here or what it rests on is gone: the
// rule, the subject's standing, the asset or the copy.
func (s *Service) Verify(ctx context.Context, method, asset, token string) (Verified, error) {
	const op errs.Op = "resolve.Verify"
	if method != http.MethodGet && method != http.MethodHead {
		return Verified{}, errs.E(op, errs.Denied, asset, errs.Text("the address is for reading"))
	}
	gone := errs.E(op, errs.NotExist, asset, nil)
	keyID, payload, sum, ok := unpack(token)
	if !ok {
		return Verified{}, gone
	}
	ring, err := s.ringWith(ctx, keyID)
	if err != nil {
		return Verified{}, errs.E(op, errs.Unavailable, asset, err)
	}
	if !ring.verify(keyID, payload, sum) {
		return Verified{}, gone
	}
	g, ok := decode(payload)
	if !ok || g.Asset.Value() != asset {
		return Verified{}, gone
	}
	if !s.DB.Now().Before(g.Expires) {
		return Verified{}, errs.E(op, errs.Denied, asset, errs.Text("the address has expired; resolve the identifier again"))
	}
	if !s.Decider.Stands(ctx, g.Rule) {
		return Verified{}, gone
	}
	if g.Subject != "" {
		if epoch, err := s.Epochs.Epoch(ctx, g.Subject); err != nil || epoch != g.Epoch {
			return Verified{}, gone
		}
	}
	found, err := s.Locations.Find(ctx, []id.URN{g.Asset})
	if err != nil {
		return Verified{}, errs.E(op, errs.Other, asset, err)
	}
	for _, a := range found[0] {
		for _, p := range a.Places {
			if a.ID == g.Asset && s.Storages[p.Storage].Own && fingerprint(&p) == g.Copy {
				return Verified{Grant: g, Is: a, Place: p}, s.used(method, &g, &a)
			}
		}
	}
	return Verified{}, gone
}

// used records that an address was used to fetch.
func (s *Service) used(method string, g *Grant, a *Asset) error {
	if method != http.MethodGet {
		return nil
	}
	err := s.Audit.Add(audit.Record{
		Actor: string(g.Subject), Org: string(g.Org), Action: "asset.download", Object: string(g.Asset),
		Production: a.Resource.Production, Decision: audit.Allow, Because: g.Rule, Time: s.DB.Now(),
	})
	if err != nil {
		return errs.E("resolve.Verify", errs.Unavailable, string(g.Asset), err)
	}
	return nil
}

// fingerprint names a copy without telling where it is.
func fingerprint(p *Place) string {
	h := sha256.New()
	_, _ = io.WriteString(h, p.Storage+"\x00"+p.Name) // a hash never fails
	var sum [sha256.Size]byte
	return string(h.Sum(sum[:0])[:8])
}

// encode is the grant as it is signed: two numbers and five texts, each with
// its length, so that no two grants have the same bytes.
func (g *Grant) encode(dst []byte) []byte {
	dst = append(dst, 'G', 1) // for GET and HEAD, form 1
	dst = binary.BigEndian.AppendUint64(dst, uint64(g.Expires.Unix()))
	dst = binary.BigEndian.AppendUint64(dst, uint64(g.Epoch))
	for _, text := range [...]string{string(g.Asset), g.Copy, string(g.Subject), string(g.Org), g.Rule} {
		dst = binary.AppendUvarint(dst, uint64(len(text)))
		dst = append(dst, text...)
	}
	return dst
}

func decode(b []byte) (g Grant, ok bool) {
	if len(b) < 18 || b[0] != 'G' || b[1] != 1 {
		return g, false
	}
	g.Expires = time.Unix(int64(binary.BigEndian.Uint64(b[2:])), 0).UTC()
	g.Epoch = int64(binary.BigEndian.Uint64(b[10:]))
	b = b[18:]
	var texts [5]string
	for i := range texts {
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return g, false
		}
		texts[i], b = string(b[used:used+int(n)]), b[used+int(n):]
	}
	g.Asset, g.Copy, g.Subject, g.Org, g.Rule = id.URN(texts[0]), texts[1], identity.SubjectID(texts[2]), identity.OrgID(texts[3]), texts[4]
	return g, len(b) == 0
}

// keyring is the keys that sign and verify. It never changes.
type keyring struct {
	newest string
	byID   map[string]*key
}

// key makes sums; its hashes are used again.
type key struct{ pool sync.Pool }

func newKey(secret []byte) *key {
	return &key{pool: sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
}

func (k *key) sum(dst, keyID, payload []byte) []byte {
	h := k.pool.Get().(hash.Hash)
	h.Reset()
	_, _ = h.Write(keyID) // a hash never fails
	_, _ = h.Write(payload)
	dst = h.Sum(dst)
	k.pool.Put(h)
	return dst
}

// sign is the token of a grant: key id, payload and sum, in base64.
func (r *keyring) sign(g *Grant) string {
	var room [512]byte
	b := append(room[:0], r.newest...)
	b = g.encode(b)
	b = r.byID[r.newest].sum(b, b[:keyIDLen], b[keyIDLen:])
	return base64.RawURLEncoding.EncodeToString(b)
}

func (r *keyring) verify(keyID string, payload, sum []byte) bool {
	k := r.byID[keyID]
	return k != nil && hmac.Equal(sum, k.sum(nil, []byte(keyID), payload))
}

const keyIDLen = 8

func unpack(token string) (keyID string, payload, sum []byte, ok bool) {
	if len(token) > 8192 {
		return "", nil, nil, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) < keyIDLen+sha256.Size {
		return "", nil, nil, false
	}
	return string(b[:keyIDLen]), b[keyIDLen : len(b)-sha256.Size], b[len(b)-sha256.Size:], true
}

// reread is how often an unknown key has the keys read again.
const reread = time.Second

// Init makes the first key when there is none, and reads the keys. Calling it
// when starting saves the first caller the wait.
func (s *Service) Init(ctx context.Context) error {
	_, err := s.ring(ctx)
	return err
}

// Rotate makes a new key, which signs from now on here, and elsewhere once it
// has been seen. Older keys still verify.
func (s *Service) Rotate(ctx context.Context) error {
	const op errs.Op = "resolve.Rotate"
	if err := s.DB.Write(ctx, s.makeKey); err != nil {
		return errs.E(op, errs.Other, "", err)
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	_, err := s.load(ctx)
	return err
}

func (s *Service) ring(ctx context.Context) (*keyring, error) {
	if r := s.keys.Load(); r != nil {
		return r, nil
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	if r := s.keys.Load(); r != nil {
		return r, nil
	}
	if r, err := s.load(ctx); err != nil || r != nil {
		return r, err
	}
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("resolve key"); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRow(`SELECT COUNT(*) FROM resolve_key`).Scan(&n); err != nil || n > 0 {
			return err
		}
		return s.makeKey(tx)
	})
	if err != nil {
		return nil, err
	}
	return s.load(ctx)
}

// ringWith is the ring, read again when it does not have the key.
func (s *Service) ringWith(ctx context.Context, keyID string) (*keyring, error) {
	r, err := s.ring(ctx)
	if err != nil || r.byID[keyID] != nil {
		return r, err
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	if now := s.DB.Now(); now.Sub(s.asked) >= reread {
		s.asked = now
		return s.load(ctx)
	}
	return s.keys.Load(), nil
}

// load reads the keys; nil when there are none.
func (s *Service) load(ctx context.Context) (*keyring, error) {
	r := &keyring{byID: map[string]*key{}}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT id, secret FROM resolve_key ORDER BY created_at, id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var secret []byte
			if err := rows.Scan(&r.newest, &secret); err != nil {
				return err
			}
			r.byID[r.newest] = newKey(secret)
		}
		return rows.Err()
	})
	if err != nil || len(r.byID) == 0 {
		return nil, err
	}
	s.keys.Store(r)
	return r, nil
}

func (s *Service) makeKey(tx *store.Tx) error {
	var b [4 + 32]byte
	if _, err := io.ReadFull(s.Rand, b[:]); err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	_, err := tx.Exec(`INSERT INTO resolve_key (id, secret, created_at) VALUES ($1, $2, $3)`, hex.EncodeToString(b[:4]), b[4:], store.Micros(tx.Now()))
	return err
}

func cutZero(s string) (before, after string, found bool) { return strings.Cut(s, "\x00") }
