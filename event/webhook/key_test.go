package webhook

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/errs"
)

func decode(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The vectors are those published with Standard Webhooks.
func TestKnownVectors(t *testing.T) {
	at, body := time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`)
	const id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	for _, c := range []struct {
		name string
		key  signer
		text string
		want string
	}{
		{"v1", signer{HMAC, decode(t, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
			"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
		{"v1a", signer{Ed25519, decode(t, "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==")[:32]},
			"whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
			"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="},
	} {
		h := headers([]signer{c.key}, id, at, body)
		if got := h.Get("webhook-signature"); got != c.want {
			t.Errorf("%s: signature %s, want %s", c.name, got, c.want)
		}
		if err := VerifyAt(h, body, c.text, at); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	k, text, err := newSigner(Ed25519, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := newSigner(Ed25519, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := newSigner(HMAC, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	body := []byte("{}")
	good := headers([]signer{k}, "e-1", now, body)
	if err := VerifyAt(good, body, text, now.Add(4*time.Minute)); err != nil {
		t.Errorf("a good delivery: %v", err)
	}
	with := func(name, value string) http.Header {
		h := good.Clone()
		h.Set(name, value)
		return h
	}
	for name, c := range map[string]struct {
		h    http.Header
		body string
		key  string
		at   time.Time
		want errs.Kind
	}{
		"other body":    {good, "{ }", text, now, errs.Unauthorised},
		"other id":      {with("Webhook-Id", "e-2"), "{}", text, now, errs.Unauthorised},
		"other time":    {with("Webhook-Timestamp", fmt.Sprint(now.Unix()+1)), "{}", text, now, errs.Unauthorised},
		"no time":       {with("Webhook-Timestamp", "x"), "{}", text, now, errs.Unauthorised},
		"other key":     {good, "{}", other, now, errs.Unauthorised},
		"other kind":    {good, "{}", secret, now, errs.Unauthorised},
		"old":           {good, "{}", text, now.Add(6 * time.Minute), errs.Unauthorised},
		"from tomorrow": {good, "{}", text, now.Add(-6 * time.Minute), errs.Unauthorised},
		"no signature":  {http.Header{}, "{}", text, now, errs.Unauthorised},
		"no key":        {good, "{}", "", now, errs.Invalid},
		"half a key":    {good, "{}", text[:20], now, errs.Invalid},
		"private key":   {good, "{}", "whsk_AAAA", now, errs.Invalid},
	} {
		if err := VerifyAt(c.h, []byte(c.body), c.key, c.at); !errs.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestSecretsAreSealedAndNotPrinted(t *testing.T) {
	s := &Service{Key: bytes.Repeat([]byte{7}, 32)}
	k, _, err := newSigner(Ed25519, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.seal("wh_1", k.secret)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(stored, k.secret) {
		t.Error("the secret stands in the database as it is")
	}
	if got, err := s.unseal("wh_1", stored); err != nil || !bytes.Equal(got, k.secret) {
		t.Errorf("unseal = %x, %v", got, err)
	}
	if _, err := s.unseal("wh_2", stored); err == nil {
		t.Error("a secret was opened for another subscription")
	}
	if _, err := (&Service{}).unseal("wh_1", stored); err == nil {
		t.Error("a secret was opened without the key")
	}
	if _, err := s.unseal("wh_1", []byte{sealed, 1}); err == nil {
		t.Error("a damaged secret was opened")
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, k); strings.Contains(text, string(k.secret)) || len(text) > 40 {
			t.Errorf("%s prints %q", format, text)
		}
	}
	if !ed25519.Verify(k.public(), []byte("m"), ed25519.Sign(ed25519.NewKeyFromSeed(k.secret), []byte("m"))) {
		t.Error("the public key does not fit")
	}
}
