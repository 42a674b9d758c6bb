package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"

	"courtyard/app/config"
)

const day = 24 * time.Hour

// certificates looks at the files that the server shows to browsers.
func (e *examination) certificates(_ context.Context, c *Check) {
	switch i := e.certificate; {
	case e.Config.TLSOff():
		e.plain(c)
	case errors.Is(e.certErr, fs.ErrPermission):
		c.fault("may not be read by this user", "Start doctor as the user that the server runs as.")
	case e.certErr != nil:
		c.fault("cannot be used: "+e.certErr.Error(), e.restoreCertificate())
	case i.Leaf == nil && i.Root == nil:
		c.ok("none yet; the first start makes an authority and a certificate")
	case i.Leaf == nil:
		c.ok("the authority is there until %s; the next start makes a certificate", i.Root.NotAfter.Format(time.DateOnly))
	default:
		e.lifetime(c)
		e.trust(c)
		e.names(c)
		e.keys(c)
	}
}

func (e *examination) ownFiles() bool { return e.Config.SSLCertfile != "" }

func (e *examination) plain(c *Check) {
	if config.IsLoopback(e.Config.Host) {
		c.ok("none (TLS=off): a proxy on this machine has to encrypt")
		return
	}
	c.warn("none (TLS=off), and the network can read along", "Take TLS=off out, or set HOST=127.0.0.1 and let a proxy on this machine encrypt.")
}

func (e *examination) restoreCertificate() string {
	if e.ownFiles() {
		return "SSL_CERTFILE must hold the certificate and those between it and your authority, SSL_KEYFILE its key, both in PEM."
	}
	return "Restore the folder certs from a backup; or move it away, and a new authority is made, which every desktop has to trust again."
}

func (e *examination) lifetime(c *Check) {
	i, now := e.certificate, e.Clock()
	if i.Root != nil && now.After(i.Root.NotAfter) {
		c.fault("the authority ended on "+i.Root.NotAfter.Format(time.DateOnly), "Check the clock. If it is right, move the folder certs away and start anew: every desktop has to trust the new authority.")
		return
	}
	left := int(i.Leaf.NotAfter.Sub(now) / day)
	switch renew := e.Config.TLSRenewDays; {
	case now.Before(i.Leaf.NotBefore):
		c.fault("begins only on "+i.Leaf.NotBefore.Format(time.DateOnly), "Check the clock of this machine.")
	case left < 0 || now.After(i.Leaf.NotAfter):
		e.ended(c)
	case e.ownFiles() && left < renew:
		c.warn(fmt.Sprintf("%d days left", left), "Have your authority renew it and put the new files in place; they are read within a minute.")
	case left < renew-1 && e.running():
		c.warn(fmt.Sprintf("%d days left, and it was not renewed", left), "Look into the server's log for why; a restart tries at once.")
	default:
		c.ok("%d days left", left)
	}
}

func (e *examination) ended(c *Check) {
	ended := "ended on " + e.certificate.Leaf.NotAfter.Format(time.DateOnly)
	switch {
	case e.ownFiles():
		c.fault(ended, "Have your authority renew it and put the new files in place.")
	case e.running():
		c.fault(ended, "Check the clock of this machine, then start the server anew: it makes a new certificate.")
	default:
		c.ok("%s; the next start makes a new one", ended)
	}
}

func (e *examination) trust(c *Check) {
	i := e.certificate
	switch {
	case i.Chain == nil && e.ownFiles():
		c.ok("leads to an authority that this machine trusts")
	case i.Chain == nil:
		c.ok("signed by the local authority, which is good until %s", i.Root.NotAfter.Format(time.DateOnly))
	case e.ownFiles():
		c.warn("does not lead to an authority that this machine trusts",
			"Browsers may warn: put the certificates between yours and its authority into SSL_CERTFILE. An authority of your own need not be known here.")
	default:
		c.fault("was not signed by the local authority", e.restoreCertificate())
	}
}

func (e *examination) names(c *Check) {
	i := e.certificate
	switch {
	case len(i.Missing) == 0 && len(i.LeftOut) == 0:
		c.ok("names every name and address of this machine")
	case e.ownFiles():
		c.ok("does not name %s", strings.Join(i.Missing, ", "))
	case len(i.Missing) > 0 && e.running():
		c.warn("lacks "+strings.Join(i.Missing, ", "), "The server puts new addresses in within seconds; if not, look into its log.")
	case len(i.Missing) > 0:
		c.ok("lacks %s; the next start puts them in", strings.Join(i.Missing, ", "))
	}
	if len(i.LeftOut) > 0 {
		c.warn("the authority may not sign "+strings.Join(i.LeftOut, ", "),
			"People see a warning there. Give them another address, use a certificate of your own (SSL_CERTFILE), or move the folder certs away for a new authority.")
	}
}

// keys is for everybody's eyes a matter of Unix modes; Windows inherits the folder's list.
func (e *examination) keys(c *Check) {
	if runtime.GOOS == "windows" {
		return
	}
	for _, path := range e.certificate.Keys {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			c.fault("a key cannot be looked at: "+path, "Start doctor as the user that the server runs as.")
		case info.Mode().Perm()&0o007 != 0:
			c.fault("everybody on this machine may read the key "+path, "chmod 600 "+path+". Whoever had the key can pass for this server: consider a new one.")
		case info.Mode().Perm()&0o070 != 0 && !e.ownFiles():
			c.warn("others may read the key "+path, "chmod 600 "+path)
		}
	}
}
