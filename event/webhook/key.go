package webhook

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/selsyn/selsyn/errs"
)

// KeyKind is how deliveries are signed.
type KeyKind string

// The kinds of Standard Webhooks 1.0.0.
const (
	Ed25519 KeyKind = "ed25519" // v1a: the receiver holds a public key
	HMAC    KeyKind = "hmac"    // v1: HMAC-SHA-256, both hold the secret
)

// PublicKey is what a receiver may know of a signing key again and again. For
// HMAC the text is empty: the secret is shown once, when it is made.
type PublicKey struct {
	Kind  KeyKind
	Text  string    // whpk_...
	Until time.Time // signs until then; zero means without end
}

// Prefixes of keys as text (Standard Webhooks 1.0.0, Signature scheme).
const (
	secretPrefix  = "whsec_" // symmetric
	privatePrefix = "whsk_"
	publicPrefix  = "whpk_"
)

// signer is a signing key as it is used.
type signer struct {
	kind   KeyKind
	secret []byte // Ed25519: the 32 bytes of the seed
}

// newSigner makes a key, and its text for the receiver.
func newSigner(kind KeyKind, random io.Reader) (signer, string, error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(random, secret); err != nil {
		return signer{}, "", errs.E("webhook.newSigner", errs.Other, "", err)
	}
	k := signer{kind, secret}
	if kind == HMAC {
		return k, secretPrefix + base64.StdEncoding.EncodeToString(secret), nil
	}
	return k, publicPrefix + base64.StdEncoding.EncodeToString(k.public()), nil
}

func (k signer) public() ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(k.secret).Public().(ed25519.PublicKey)
}

// String keeps the secret out of logs.
func (k signer) String() string { return string(k.kind) + " key" }

// GoString keeps the secret out of logs.
func (k signer) GoString() string { return k.String() }

func content(id string, at time.Time, body []byte) []byte {
	return append(fmt.Appendf(nil, "%s.%d.", id, at.Unix()), body...)
}

func (k signer) sign(message []byte) string {
	if k.kind == HMAC {
		m := hmac.New(sha256.New, k.secret)
		m.Write(message)
		return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
	}
	return "v1a," + base64.StdEncoding.EncodeToString(ed25519.Sign(ed25519.NewKeyFromSeed(k.secret), message))
}

// headers are the three of Standard Webhooks for one delivery.
func headers(keys []signer, id string, at time.Time, body []byte) http.Header {
	message := content(id, at, body)
	signatures := make([]string, len(keys))
	for i, k := range keys {
		signatures[i] = k.sign(message)
	}
	return http.Header{
		"Webhook-Id":        {id},
		"Webhook-Timestamp": {strconv.FormatInt(at.Unix(), 10)},
		"Webhook-Signature": {strings.Join(signatures, " ")},
	}
}

// Tolerance is how far a delivery's time may be from the receiver's.
const Tolerance = 5 * time.Minute

// Verify is the receiver's side: it returns nil when one of the signatures in
// the headers was made with the key (whpk_..., or whsec_... for HMAC) over this
// body, and the delivery's time is within [Tolerance] of now; else
// [errs.Unauthorised]. A key that cannot be read is [errs.Invalid]. It does not
// know repeats: remember each webhook-id for as long as repeats matter.
func Verify(h http.Header, body []byte, key string) error {
	return VerifyAt(h, body, key, time.Now())
}

// VerifyAt is [Verify] at a given time.
func VerifyAt(h http.Header, body []byte, key string, now time.Time) error {
	refuse := func(text string) error {
		return errs.E("webhook.Verify", errs.Unauthorised, "", errs.Text(text))
	}
	check, version, err := checker(key)
	if err != nil {
		return err
	}
	id, stamp := h.Get("Webhook-Id"), h.Get("Webhook-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || id == "" {
		return refuse("the delivery has no webhook-id or no webhook-timestamp")
	}
	at := time.Unix(seconds, 0)
	if d := now.Sub(at); d > Tolerance || d < -Tolerance {
		return refuse("the delivery's time is more than five minutes from now")
	}
	message := content(id, at, body)
	for one := range strings.FieldsSeq(h.Get("Webhook-Signature")) {
		v, text, _ := strings.Cut(one, ",")
		signature, err := base64.StdEncoding.DecodeString(text)
		if v == version && err == nil && check(message, signature) {
			return nil
		}
	}
	return refuse("none of the signatures is by this key")
}

// checker reads a receiver's key.
func checker(key string) (check func(message, signature []byte) bool, version string, err error) {
	bad := errs.E("webhook.Verify", errs.Invalid, "", errs.Text("a key is whpk_ or whsec_ and base64"))
	if text, ok := strings.CutPrefix(key, publicPrefix); ok {
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(b) != ed25519.PublicKeySize {
			return nil, "", bad
		}
		return func(m, s []byte) bool { return ed25519.Verify(b, m, s) }, "v1a", nil
	}
	text, ok := strings.CutPrefix(key, secretPrefix)
	b, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(b) == 0 {
		return nil, "", bad
	}
	return func(message, s []byte) bool {
		m := hmac.New(sha256.New, b)
		m.Write(message)
		return hmac.Equal(m.Sum(nil), s)
	}, "v1", nil
}

// The first byte of a stored secret says how it is kept.
const (
	bare   = 0
	sealed = 1
)

// seal is a secret as it stands in the database.
func (s *Service) seal(id ID, secret []byte) ([]byte, error) {
	if len(s.Key) == 0 {
		return append([]byte{bare}, secret...), nil
	}
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(s.random(), nonce); err != nil {
		return nil, err
	}
	return aead.Seal(append([]byte{sealed}, nonce...), nonce, secret, []byte(id)), nil
}

func (s *Service) unseal(id ID, stored []byte) ([]byte, error) {
	if len(stored) > 0 && stored[0] == bare {
		return bytes.Clone(stored[1:]), nil
	}
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	if len(stored) < 1+aead.NonceSize() {
		return nil, errs.Text("a stored signing key is damaged")
	}
	return aead.Open(nil, stored[1:][:aead.NonceSize()], stored[1+aead.NonceSize():], []byte(id))
}

func (s *Service) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.Key)
	if err != nil {
		return nil, errs.Text("the signing keys are encrypted and the service has no key of 32 bytes")
	}
	return cipher.NewGCM(block)
}
