package doctor

import (
	"context"
	"time"

	"courtyard/app/scanner"
)

// scannerWait is how long the virus scanner may take to say that it is there.
const scannerWait = 3 * time.Second

// scanner asks the virus scanner, where one is set, whether it answers.
func (e *examination) scanner(ctx context.Context, c *Check) {
	network, address := e.Config.Clamd()
	if network == "" {
		c.ok("none; files are handed out as they come (CLAMD_ADDRESS)")
		return
	}
	asked := scanner.New(network, address)
	asked.Patience = scannerWait
	if err := asked.Ping(ctx); err != nil {
		c.warn("clamd does not answer: "+reason(err), "Files wait, and nobody can open them, until it does. Start clamd, and have CLAMD_ADDRESS agree with "+
			"TCPSocket and TCPAddr, or LocalSocket and LocalSocketMode, in its clamd.conf.")
		return
	}
	c.ok("clamd answers at %s", address)
}
