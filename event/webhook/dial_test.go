package webhook

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/selsyn/selsyn/errs"
)

var private = []string{
	"127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
	"224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9", "::1", "::", "fe80::1", "fd00:ec2::254", "fc00::1",
	"ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:1::1", "2001:db8::1",
}

func TestPrivateAddressesAreNotDialled(t *testing.T) {
	for _, text := range private {
		ip := netip.MustParseAddr(text)
		d := &dialler{lookup: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("93.184.215.14"), ip}, nil
		}}
		if _, err := d.addresses(t.Context(), "vendor.example"); err == nil {
			t.Errorf("a name with the address %s beside a public one was accepted", text)
		}
		if _, err := d.dial(t.Context(), "tcp", net.JoinHostPort(text, "443")); err == nil || !strings.Contains(err.Error(), "not public") {
			t.Errorf("dial %s = %v, want a refusal", text, err)
		}
		host := text
		if ip.Is6() {
			host = "[" + text + "]"
		}
		if err := (&Service{}).checkURL("https://" + host + "/hook"); !errs.Is(err, errs.Invalid) {
			t.Errorf("checkURL %s = %v, want invalid", text, err)
		}
	}
	d := &dialler{lookup: func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
	}}
	if _, err := d.addresses(t.Context(), "vendor.example"); err != nil {
		t.Errorf("a public address: %v", err)
	}
}

// A name that is public when it is checked and private when it is used gets
// nowhere: it is resolved once, and the socket's own address is checked again.
func TestRebindingGetsNowhere(t *testing.T) {
	var called, asked atomic.Int64
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Add(1) }))
	defer inside.Close()
	port := inside.Listener.Addr().(*net.TCPAddr).Port
	s := &Service{Lookup: func(context.Context, string) ([]netip.Addr, error) {
		if asked.Add(1) == 1 {
			return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}}
	client := s.newClient()
	for range 3 {
		url := "https://rebind.example:" + netip.AddrPortFrom(netip.IPv4Unspecified(), uint16(port)).String()[8:] + "/"
		if res, err := client.Get(url); err == nil {
			res.Body.Close()
			t.Error("the private server was reached")
		}
	}
	if called.Load() != 0 {
		t.Errorf("the private server was called %d times", called.Load())
	}
}

func TestWhatAnAddressMayBe(t *testing.T) {
	for _, bad := range []string{
		"", "x", "http://vendor.example/", "ftp://vendor.example/", "https://", "https:///path", "https://user:pw@vendor.example/",
		"https://vendor.example:22/", "https://vendor.example/#f", "//vendor.example", "https://vendor.example/" + strings.Repeat("x", 2000), "https://%zz",
	} {
		if err := (&Service{}).checkURL(bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("checkURL(%.40q) = %v, want invalid", bad, err)
		}
	}
	for _, good := range []string{"https://vendor.example", "https://vendor.example:8443/hooks?x=y", "https://93.184.215.14/"} {
		if err := (&Service{}).checkURL(good); err != nil {
			t.Errorf("checkURL(%q) = %v", good, err)
		}
	}
	for _, local := range []string{"http://127.0.0.1:8080/", "http://localhost:1/", "https://10.0.0.1:99/"} {
		if err := (&Service{AllowPrivate: true}).checkURL(local); err != nil {
			t.Errorf("checkURL(%q) in development = %v", local, err)
		}
	}
}
