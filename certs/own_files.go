package certs

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"math"
	"sync/atomic"
	"time"
)

// ownFiles is a certificate that the administrator brought; its files are only ever read.
type ownFiles struct {
	certFile, keyFile string
	current           atomic.Pointer[tls.Certificate]
	end               endWatch
}

// load reads both files and reports whether they hold another certificate than before. The one that is served is watched
// also where its files cannot be read any more.
func (f *ownFiles) load() (bool, error) {
	pair, err := tls.LoadX509KeyPair(f.certFile, f.keyFile)
	old := f.current.Load()
	changed := err == nil && (old == nil || !old.Leaf.Equal(pair.Leaf))
	if changed {
		f.current.Store(&pair)
	}
	if served := f.current.Load(); served != nil {
		f.end.look(served)
	}
	if err != nil {
		return false, fmt.Errorf("certs: SSL_CERTFILE and SSL_KEYFILE: %w", err)
	}
	return changed, nil
}

func (f *ownFiles) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return f.current.Load(), nil
}

// endWatch tells once a day that a certificate runs out: nobody renews it but the administrator.
type endWatch struct {
	log   *slog.Logger
	days  int // how many before the end it begins to tell
	clock func() time.Time

	told time.Time
	of   *x509.Certificate
}

func (w *endWatch) look(served *tls.Certificate) {
	now, end := w.clock(), chainEnd(served)
	due := now.After(end.Add(-time.Duration(w.days)*day)) || now.Before(served.Leaf.NotBefore)
	if !due || w.of == served.Leaf && now.Sub(w.told) < day {
		return
	}
	w.told, w.of = now, served.Leaf
	switch {
	case now.Before(served.Leaf.NotBefore):
		w.log.Error("the certificate in SSL_CERTFILE is not valid yet: check the clock", "from", served.Leaf.NotBefore)
	case now.After(end):
		w.log.Error("the certificate in SSL_CERTFILE has run out: browsers refuse it; replace the files, they are read again without a restart", "end", end)
	default:
		w.log.Warn("the certificate in SSL_CERTFILE runs out: replace the files in time, they are read again without a restart",
			"end", end, "days", daysUntil(now, end))
	}
}

// daysUntil counts a begun day as none.
func daysUntil(now, end time.Time) int { return int(math.Floor(end.Sub(now).Hours() / 24)) }

// chainEnd is when the first certificate of the chain runs out: an authority in between may end before the leaf.
func chainEnd(served *tls.Certificate) time.Time {
	end := served.Leaf.NotAfter
	for _, der := range served.Certificate[1:] {
		if c, err := x509.ParseCertificate(der); err == nil && c.NotAfter.Before(end) {
			end = c.NotAfter
		}
	}
	return end
}

// OwnEnd is when the administrator's own certificate runs out, and whether that is so soon that people should be told;
// the zero time with the local authority, which renews itself.
func (a *Authority) OwnEnd() (end time.Time, soon bool) {
	if a.files == nil {
		return time.Time{}, false
	}
	end = chainEnd(a.files.current.Load())
	return end, a.files.end.clock().After(end.Add(-time.Duration(a.files.end.days) * day))
}
