package app

import (
	"crypto/sha256"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// VisitLife is how long a visit to a shared file lives after its last request.
const VisitLife = 5 * time.Minute

// mostVisits bounds how many visits are remembered; the longest unused is forgotten first.
const mostVisits = 10_000

// visits are those to shared files, by the SHA-256 of their tokens. They live in memory alone: after a restart a visitor opens his link
// again.
type visits struct {
	live *lru.Cache[[sha256.Size]byte, *visit]
}

// visit is one visitor's to one link.
type visit struct {
	link  int64
	mutex sync.Mutex
	ends  time.Time
	// counted says that a download of this visit has been counted.
	counted bool
}

func newVisits() *visits {
	live, err := lru.New[[sha256.Size]byte, *visit](mostVisits)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &visits{live}
}

// begin gives the token of a new visit.
func (v *visits) begin(link int64) string {
	token := newSecret()
	v.live.Add(sha256.Sum256([]byte(token)), &visit{link: link, ends: time.Now().Add(VisitLife)})
	return token
}

// find is the visit of a token, if it has not ended; it goes on from here.
func (v *visits) find(token string) (*visit, bool) {
	found, ok := v.live.Get(sha256.Sum256([]byte(token)))
	return found, ok && found.goesOn(time.Now())
}

func (v *visit) goesOn(now time.Time) bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if now.After(v.ends) {
		return false
	}
	v.ends = now.Add(VisitLife)
	return true
}

// count spends one download, unless this goes on with one that was counted.
func (v *visit) count(resumed bool, spend func() error) error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if resumed && v.counted {
		return nil
	}
	err := spend()
	v.counted = v.counted || err == nil
	return err
}
