package main

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/config"
)

// moody is a log that can be stopped and can refuse.
type moody struct {
	mutex   sync.Mutex
	text    bytes.Buffer
	refuses bool
}

func (m *moody) Write(p []byte) (int, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.refuses {
		return 0, errors.New("no space left on device")
	}
	return m.text.Write(p)
}

func TestALogThatNobodyReadsDelaysNobody(t *testing.T) {
	m := &moody{}
	log, out := newLog(&config.Config{LogFormat: "text"}, m)
	m.mutex.Lock()
	for range 3 * logQueue {
		log.Info("a line")
	}
	m.mutex.Unlock()
	out.flush()
	require.Contains(t, m.text.String(), "a line")
	require.Contains(t, m.text.String(), "lines before this one were lost", "what did not fit is counted")
}

func TestALogThatRefusedSaysHowMuchWasLost(t *testing.T) {
	m := &moody{refuses: true}
	log, out := newLog(&config.Config{LogFormat: "json"}, m)
	for range 3 {
		log.Info("while the disk was full")
	}
	require.Eventually(t, func() bool { return out.lost.Load() == 3 }, 10*time.Second, time.Millisecond)
	m.mutex.Lock()
	m.refuses = false
	m.mutex.Unlock()
	log.Info("afterwards")
	out.flush()
	lines, err := io.ReadAll(&m.text)
	require.NoError(t, err)
	require.Contains(t, string(lines), `"msg":"the log could not be written: lines before this one were lost","lines":3}`)
	require.Contains(t, string(lines), `"msg":"afterwards"`)
}
