package app

import (
	"errors"
	"testing"
	"time"

	must "github.com/stretchr/testify/require" // the rules have a require of their own
)

func TestAVisitLivesFiveMinutesAfterItsLastRequest(t *testing.T) {
	v := newVisits()
	visit, ok := v.find(v.begin(7))
	must.True(t, ok)
	must.Equal(t, int64(7), visit.link)
	now := time.Now()
	must.True(t, visit.goesOn(now.Add(4*time.Minute)))
	must.True(t, visit.goesOn(now.Add(8*time.Minute)))
	must.False(t, visit.goesOn(now.Add(14*time.Minute)))
	_, ok = v.find("another token")
	must.False(t, ok)
}

func TestADownloadThatCouldNotBeCountedIsNotGoneOnWith(t *testing.T) {
	v, spent := &visit{}, 0
	refuse, spend := func() error { return errors.New("none is left") }, func() error { spent++; return nil }
	must.Error(t, v.count(true, refuse))
	must.Error(t, v.count(true, refuse), "nothing of it was handed out")
	must.NoError(t, v.count(true, spend))
	must.NoError(t, v.count(true, refuse), "it goes on")
	must.NoError(t, v.count(false, spend), "it begins again")
	must.Equal(t, 2, spent)
}
