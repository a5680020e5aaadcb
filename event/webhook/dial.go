package webhook

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"code.dny.dev/ssrf"

	"github.com/selsyn/selsyn/errs"
)

const (
	timeout    = 15 * time.Second // for one delivery, all in all
	maxAnswer  = 64 << 10         // bytes read of an answer
	maxURL     = 2000             // bytes
	idleConns  = 2                // kept for each host
	forgetConn = 30 * time.Second // idle connections are closed, so that addresses are checked again
)

// newClient is the client for all deliveries: it follows no redirects, uses no
// proxy, keeps no cookies, and connects only where it may.
func (s *Service) newClient() *http.Client {
	transport := s.Transport
	if transport == nil {
		d := &dialler{lookup: s.Lookup, private: s.AllowPrivate}
		transport = &http.Transport{
			DialContext: d.dial, Proxy: nil, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: timeout, MaxIdleConnsPerHost: idleConns, IdleConnTimeout: forgetConn,
			MaxResponseHeaderBytes: maxAnswer,
		}
	}
	return &http.Client{
		Transport: transport,
		Timeout:   timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

// checkURL says whether a delivery may go to an address, as far as the text
// tells; what the name resolves to is checked when the connection is made.
func (s *Service) checkURL(text string) error {
	bad := func(why string) error { return errs.E("webhook.Subscribe", errs.Invalid, "", errs.Text(why)) }
	u, err := url.Parse(text)
	if err != nil || len(text) > maxURL || u.Host == "" || u.Hostname() == "" {
		return bad("the address of a webhook is an absolute URL of at most 2000 bytes")
	}
	if u.User != nil || u.Fragment != "" {
		return bad("the address of a webhook has no user name, password or fragment")
	}
	if u.Scheme != "https" && !(s.AllowPrivate && u.Scheme == "http") {
		return bad("the address of a webhook begins with https://")
	}
	if s.AllowPrivate {
		return nil
	}
	if p := u.Port(); p != "" && p != "443" && p != "8443" {
		return bad("the port of a webhook is 443 or 8443")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
		if err := guardian.SafeAddr(ip.Unmap()); err != nil {
			return bad("the address of a webhook is not public")
		}
	}
	return nil
}

// guardian knows the addresses that are not public (IANA special purpose
// registries) and is not changed after this.
var guardian = ssrf.New(ssrf.WithPorts(443, 8443))

// dialler connects to names after it has checked every address they have.
type dialler struct {
	lookup  func(ctx context.Context, host string) ([]netip.Addr, error)
	private bool
}

func (d *dialler) dial(ctx context.Context, network, hostport string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, err
	}
	addrs, err := d.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	// The checked addresses are dialled, not the name: it is resolved once. The
	// control function sees the address of the socket itself, as a second lock.
	dial := net.Dialer{Timeout: timeout}
	if !d.private {
		dial.Control = guardian.Safe
	}
	err = fmt.Errorf("%s has no address", host)
	for _, a := range addrs {
		var conn net.Conn
		conn, err = dial.DialContext(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// addresses resolves a host. One address that is not allowed condemns the name.
func (d *dialler) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	lookup := d.lookup
	if lookup == nil {
		lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	addrs := []netip.Addr{}
	if ip, err := netip.ParseAddr(host); err == nil {
		addrs = append(addrs, ip)
	} else if addrs, err = lookup(ctx, host); err != nil {
		return nil, err
	}
	for i, a := range addrs {
		addrs[i] = a.Unmap().WithZone("")
		if d.private {
			continue
		}
		if err := guardian.SafeAddr(addrs[i]); err != nil {
			return nil, fmt.Errorf("%s has an address that is not public: %s", host, addrs[i])
		}
	}
	return addrs, nil
}
