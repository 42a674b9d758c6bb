package doctor

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// clockTolerance is how far the clock may be behind something that was written by it before.
const clockTolerance = 2 * time.Minute

// clock compares the machine's clock with everything that was dated before.
func (e *examination) clock(_ context.Context, c *Check) {
	now := e.Clock()
	c.ok("%s", now.In(e.Config.Location()).Format("2006-01-02 15:04:05 -07:00"))
	for what, since := range e.dated() {
		if !since.IsZero() && now.Add(clockTolerance).Before(since) {
			c.fault(fmt.Sprintf("is %s behind %s", since.Sub(now).Round(time.Minute), what),
				"Set the clock of this machine. If it is right, it was ahead before: what was written then stands at a wrong time.")
		}
	}
	e.zone(c)
	switch synchronised, known := clockSynchronised(); {
	case !known:
		c.ok("whether a time service sets it is not known here")
	case synchronised:
		c.ok("set by a time service")
	default:
		c.warn("no time service sets it", "Let it follow the clock of your router or domain controller (NTP), such as with chrony or systemd-timesyncd.")
	}
}

// dated is what cannot lie in the future.
func (e *examination) dated() map[string]time.Time {
	dates := map[string]time.Time{"the newest entry of the database": e.database.Latest, "the day this program was built": e.Built}
	if root := e.certificate.Root; root != nil {
		dates["the day the authority was made"] = root.NotBefore.Add(day)
	}
	if leaf := e.certificate.Leaf; leaf != nil && e.certificate.Root != nil {
		dates["the day the certificate was made"] = leaf.NotBefore.Add(day)
	}
	return dates
}

func (e *examination) zone(c *Check) {
	name := e.Config.ZoneName()
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		c.ok("time zone %s, without summer time", name)
		return
	}
	if _, err := time.LoadLocation(name); err != nil {
		c.warn("the time zone of this machine is not known by name", "Set TIME_ZONE, such as Asia/Tokyo.")
		return
	}
	c.ok("time zone %s", name)
}
