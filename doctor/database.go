package doctor

import (
	"context"
	"errors"
	"fmt"

	"courtyard/models"
)

// databaseFile tells whose database it is and of which version; what is in it is not looked at.
func (e *examination) databaseFile(_ context.Context, c *Check) {
	d := e.database
	switch {
	case errors.Is(e.databaseErr, models.ErrLocalChatDatabase):
		c.fault("is LocalChat's", "Nothing was touched. Take DATABASE_URL out, or name another file or another DATA_DIR; LocalChat's messages cannot be imported yet.")
	case errors.Is(e.databaseErr, models.ErrForeignDatabase):
		c.fault("is no database of Courtyard", "Nothing was touched. Name another DATA_DIR, or another file in DATABASE_URL.")
	case errors.Is(e.databaseErr, models.ErrNewerDatabase):
		c.fault("was written by a newer version of Courtyard", "Start that version, or restore a backup that this one made.")
	case e.databaseErr != nil:
		c.fault("cannot be read: "+problem(e.databaseErr), "Start doctor as the user that the server runs as.")
	case d.Bytes == 0:
		c.ok("none yet; the first start makes it")
	case d.Version < d.Newest:
		c.ok("%s, version %d; the next start copies it and brings it to %d", size(uint64(d.Bytes)), d.Version, d.Newest)
	default:
		c.ok("%s", fmt.Sprintf("%s, version %d as this program's", size(uint64(d.Bytes)), d.Version))
	}
}
