package handlers

import (
	"bytes"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"github.com/valyala/fasthttp"
)

// FuzzClientAddress compares the guard with a slow walk written with the older address package.
func FuzzClientAddress(f *testing.F) {
	for _, c := range [][2]string{
		{"192.168.1.20", ""}, {"::ffff:10.0.0.5", "203.0.113.9"}, {"10.0.0.5", "10.1.1.1, 203.0.113.9\n127.0.0.1"}, {"127.0.0.1", "fe80::1%eth0"}, {"fe80::1%eth0", "10.0.0.1"},
		{"::1", "::ffff:203.0.113.9%x"}, {"10.0.0.5", "192.168.1.20:80"}, {"127.0.0.2", "010.1.1.1"}, {"2001:db8::1", "64:ff9b::10.0.0.1"}, {"10.0.0.5", " ,\t10.0.0.5"}, {"10.0.0.5", "::10.0.0.5,,1"},
	} {
		f.Add(c[0], c[1], len(c[1]) > 0)
	}
	nets := func(list ...string) (fast []netip.Prefix, slow []*net.IPNet) {
		for _, text := range list {
			_, n, err := net.ParseCIDR(text)
			require.NoError(f, err)
			fast, slow = append(fast, netip.MustParsePrefix(text)), append(slow, n)
		}
		return fast, slow
	}
	allowed, slowlyAllowed := nets("127.0.0.0/8", "::1/128", "10.0.0.0/8", "192.168.0.0/16", "fe80::/10", "fc00::/7")
	proxies, slowProxies := nets("127.0.0.0/8", "10.0.0.5/32", "fd00::5/128")
	f.Fuzz(func(t *testing.T, from, header string, forwarded bool) {
		peer, err := netip.ParseAddr(from)
		if err != nil {
			return
		}
		var lines []string
		if header != "" {
			lines = strings.Split(header, "\n")
		}
		for _, trusted := range []bool{false, true} {
			g, slow := Guard{Allowed: allowed}, slowGuard{allowed: slowlyAllowed}
			if trusted {
				g.Proxies, slow.proxies = proxies, slowProxies
			}
			client, err := g.client(peer, lines, forwarded || len(lines) > 0)
			whom, letIn := slow.walk(from, lines, forwarded || len(lines) > 0)
			require.Equal(t, letIn, err == nil, "%q %q", from, lines)
			require.Empty(t, client.Zone())
			require.False(t, client.Is4In6())
			if letIn {
				require.True(t, whom.Equal(net.IP(client.AsSlice())), "%q %q: %s, not %s", from, lines, client, whom)
			}
		}
	})
}

type slowGuard struct{ allowed, proxies []*net.IPNet }

// walk is the trusted walk step by step: from the right, over proxies, to the first other address.
func (g slowGuard) walk(peer string, lines []string, forwards bool) (net.IP, bool) {
	in := func(list []*net.IPNet, ip net.IP) bool {
		for _, n := range list {
			if n.Contains(ip) {
				return true
			}
		}
		return false
	}
	ip := slowlyParsed(peer)
	if !in(g.proxies, ip) {
		return ip, in(g.allowed, ip) && !(ip.IsLoopback() && forwards)
	}
	if forwards && len(lines) == 0 {
		return nil, false
	}
	for rest := strings.Join(lines, ","); len(lines) > 0; {
		last := rest[strings.LastIndex(rest, ",")+1:]
		named := slowlyParsed(strings.TrimSpace(last))
		if named == nil {
			return nil, false
		}
		if !in(g.proxies, named) {
			return named, in(g.allowed, named)
		}
		if last == rest {
			break
		}
		rest = strings.TrimSuffix(rest[:len(rest)-len(last)], ",")
	}
	return ip, in(g.allowed, ip) // proxies all the way
}

func slowlyParsed(text string) net.IP {
	address, zone, zoned := strings.Cut(text, "%")
	ip := net.ParseIP(address)
	if zoned && (zone == "" || !strings.Contains(address, ":")) {
		return nil
	}
	return ip
}

// memory is a connection that holds one request and takes the answer.
type memory struct {
	net.Conn // for the methods that nothing calls
	in       *bytes.Reader
	out      bytes.Buffer
}

func (m *memory) Read(p []byte) (int, error)     { return m.in.Read(p) }
func (m *memory) Write(p []byte) (int, error)    { return m.out.Write(p) }
func (m *memory) RemoteAddr() net.Addr           { return &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 1} }
func (m *memory) LocalAddr() net.Addr            { return m.RemoteAddr() }
func (*memory) SetDeadline(time.Time) error      { return nil }
func (*memory) SetReadDeadline(time.Time) error  { return nil }
func (*memory) SetWriteDeadline(time.Time) error { return nil }
func (*memory) Close() error                     { return nil }

var ownHost = regexp.MustCompile(`(?i)^(?:localhost|127\.0\.0\.1|\[::1\])(?::([1-9][0-9]{0,4}))?$`)

// FuzzHost holds that only our own names as browsers write them are answered, and only our own origin counts as ours.
func FuzzHost(f *testing.F) {
	for _, c := range [][4]string{
		{"/healthz", "localhost", "http://localhost", ""}, {"/healthz", "LOCALHOST:8443", "http://localhost:8443", "same-origin"}, {"http://localhost/healthz", "localhost", "null", ""},
		{"http://evil.example/healthz", "localhost", "http://evil.example", "cross-site"}, {"/healthz", "[::1]:1", "http://[::1]:1", "none"}, {"/healthz", "a@localhost", "http://a@localhost", ""},
		{"/healthz", "localhost\r\nHost: evil.example", "", ""}, {"/healthz", "%6cocalhost:080", "", "same-site"}, {"/healthz", "[::1%25lo]", "", ""}, {"/healthz", "localhost.:0", "http://localhost.", ""},
	} {
		f.Add(c[0], c[1], c[2], c[3])
	}
	s, err := New(Parts{Log: slog.New(slog.DiscardHandler)}, Options{HostAllowed: func(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }})
	require.NoError(f, err)
	s.web.Handler() // builds the router's tree
	f.Fuzz(func(t *testing.T, target, host, origin, site string) {
		if strings.ContainsAny(target+host, "\r\n") {
			return // another line is another header; the tables of tests have those
		}
		conn := &memory{in: bytes.NewReader([]byte("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))}
		_ = s.web.Server().ServeConn(conn) // its error is about the request; the answer says it, too
		answer := conn.out.String()
		require.Regexp(t, `^HTTP/1\.1 [2-4]\d\d `, answer)
		written := strings.Trim(host, " \t")
		port := ownHost.FindStringSubmatch(written)
		number, _ := strconv.Atoi(strings.Join(port[min(1, len(port)):], ""))
		isOurs := port != nil && number <= 65535
		if strings.HasPrefix(answer, "HTTP/1.1 200") {
			require.True(t, isOurs, "%q %q", target, host)
			require.NotContains(t, answer, "@")
		}
		if isOurs && target == "/healthz" {
			require.Contains(t, answer, "HTTP/1.1 200", host)
		}
		if isOurs {
			requireOwnOrigin(t, s, [3]string{written, origin, site})
		}
	})
}

// requireOwnOrigin compares the same-origin rule with what the address parser says of an Origin.
func requireOwnOrigin(t *testing.T, s *Server, c [3]string) {
	t.Helper()
	host, origin, site := c[0], c[1], c[2]
	ctx := &fasthttp.RequestCtx{}
	ctx.Request.Header.SetHost(host)
	ctx.Request.Header.Set("Origin", origin)
	ctx.Request.Header.Set("Sec-Fetch-Site", site)
	c2 := s.web.AcquireCtx(ctx)
	defer s.web.ReleaseCtx(c2)
	ours := s.fromHere(c2, false)
	if said := c2.Get("Sec-Fetch-Site"); said != "" {
		require.Equal(t, said == "same-origin" || said == "none", ours)
		return
	}
	u, err := url.Parse(c2.Get("Origin"))
	require.Equal(t, err == nil && u.Scheme == "http" && u.Host == strings.ToLower(host) && *u == url.URL{Scheme: u.Scheme, Host: u.Host} && u.String() == c2.Get("Origin"), ours, "%q %q", host, origin)
}

func FuzzUploadHeaders(f *testing.F) {
	f.Add("10", "filename cGxhbi50eHQ=,channel MQ==,alt cGxhbg==", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "bytes=0-3")
	f.Add("-1", "filename ***", "md5 AAAA", "bytes=-5")
	f.Add("99999999999999999999", ",,, ,", "", "bytes=5-2,7-")
	f.Fuzz(func(t *testing.T, length, said, sum, asked string) {
		if n, ok := newUpload(length, said); ok && (n.Size < 0 || n.Channel < 0 || !utf8.ValidString(n.Name) || !utf8.ValidString(n.Alt)) {
			t.Errorf("%q and %q are taken as %+v", length, said, n)
		}
		if h, wanted := checksum(sum); h != nil && len(wanted) != h.Size() {
			t.Errorf("%q is no sum", sum)
		}
		const size = 1000
		if first, last, ok := oneRange(asked, size); ok && first <= last && (first < 0 || last >= size) {
			t.Errorf("%q asks for %d to %d of %d bytes", asked, first, last, size)
		}
	})
}
