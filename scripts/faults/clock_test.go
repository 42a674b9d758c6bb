//go:build faults && linux

package faults

import (
	"crypto/tls"
	"crypto/x509"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"courtyard/scripts/drive"
)

// clock moves the time of one process. Go reads it from the page of code that the kernel gives to every process (vdso(7)); its
// function is replaced, in that process alone, by one that asks the kernel and adds a shift to CLOCK_REALTIME.
type clock struct {
	memory *os.File
	shift  int64 // where the shift lies
}

// shifted is clock_gettime(2) for amd64, followed by the shift in seconds.
var shifted = []byte{
	0xb8, 228, 0, 0, 0, // mov eax, SYS_clock_gettime
	0x0f, 0x05, // syscall
	0x85, 0xff, // test edi, edi: CLOCK_REALTIME is 0
	0x75, 10, // jnz to ret
	0x48, 0x8b, 0x15, 6, 0, 0, 0, // mov rdx, [the shift]
	0x48, 0x01, 0x16, // add [rsi], rdx
	0xc3,       // ret
	0x90, 0x90, // the shift lies on a multiple of 8, so that it changes at once
	0, 0, 0, 0, 0, 0, 0, 0,
}

// takeClock puts the function in the place of gettimeofday, which Go does not use, and a jump to it over the one that Go uses.
func takeClock(t *testing.T, pid int) *clock {
	t.Helper()
	require.Equal(t, "amd64", runtime.GOARCH, "this needs an amd64 machine: the clock is moved by its instructions")
	memory, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0)
	require.NoError(t, err, "this needs the right CAP_SYS_PTRACE to move a process's clock: run it as root")
	t.Cleanup(func() { _ = memory.Close() })
	start, length := vdso(t, pid)
	file, err := elf.NewFile(io.NewSectionReader(memory, start, length))
	require.NoError(t, err)
	symbols, err := file.DynamicSymbols()
	require.NoError(t, err)
	place := func(name string) int64 {
		i := slices.IndexFunc(symbols, func(s elf.Symbol) bool { return s.Name == name })
		require.GreaterOrEqual(t, i, 0, name)
		return start + int64(symbols[i].Value)
	}
	used, free := place("__vdso_clock_gettime"), (place("__vdso_gettimeofday")+7)/8*8
	write(t, memory, free, shifted)
	jump := binary.LittleEndian.AppendUint32([]byte{0xe9}, uint32(int32(free-used-5)))
	require.NoError(t, unix.Kill(pid, unix.SIGSTOP))
	write(t, memory, used, jump)
	require.NoError(t, unix.Kill(pid, unix.SIGCONT))
	return &clock{memory, free + int64(len(shifted)) - 8}
}

func vdso(t *testing.T, pid int) (start, length int64) {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	require.NoError(t, err)
	for line := range strings.Lines(string(maps)) {
		if strings.HasSuffix(strings.TrimSpace(line), "[vdso]") {
			var end int64
			_, err := fmt.Sscanf(line, "%x-%x", &start, &end)
			require.NoError(t, err)
			return start, end - start
		}
	}
	require.FailNow(t, "the kernel gives processes no vdso")
	return 0, 0
}

func write(t *testing.T, memory *os.File, at int64, content []byte) {
	t.Helper()
	_, err := memory.WriteAt(content, at)
	require.NoError(t, err)
}

// jump sets the clock so far from the true time.
func (c *clock) jump(t *testing.T, by time.Duration) {
	t.Helper()
	write(t, c.memory, c.shift, binary.LittleEndian.AppendUint64(nil, uint64(by/time.Second)))
}

// me is the status of a request with Aiko's token.
func (h *house) me(t *testing.T) int {
	t.Helper()
	status, err := h.client.Do(drive.Request{Method: http.MethodGet, Path: "/api/v1/me", Token: h.aiko().Token})
	require.NoError(t, err)
	return status
}

const year = 365 * 24 * time.Hour

func TestAClockThatJumpsEndsNothingForGood(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	c := takeClock(t, h.PID())
	var invite struct{ Code string }
	require.NoError(t, h.client.Must(drive.Request{Method: http.MethodPost, Token: h.aiko().Token, Into: &invite,
		Path: fmt.Sprintf("/api/v1/workspaces/%d/invites", h.office.Workspace), Body: map[string]any{"expires_in_minutes": 60}}))
	preview := func() int {
		status, err := h.client.Do(drive.Request{Method: http.MethodGet, Path: "/api/v1/invites/" + invite.Code})
		require.NoError(t, err)
		return status
	}
	require.Equal(t, []int{200, 200}, []int{h.me(t), preview()})
	c.jump(t, year)
	require.Equal(t, []int{401, 404}, []int{h.me(t), preview()}, "sessions and codes have run out")
	c.jump(t, 0)
	require.Equal(t, []int{200, 200}, []int{h.me(t), preview()}, "and nothing of them was deleted")
	c.jump(t, -24*time.Hour)
	require.Equal(t, []int{200, 200}, []int{h.me(t), preview()})
}

func TestMessagesKeepTheirOrderWhenTheClockGoesBack(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	c := takeClock(t, h.PID())
	var nonces []string
	for i, shift := range []time.Duration{0, 24 * time.Hour, -24 * time.Hour, time.Hour, 0} {
		c.jump(t, shift)
		nonces = append(nonces, nonce("spoken", i))
		status, _ := h.says(t, h.general(), nonces[i])
		require.Equal(t, http.StatusCreated, status)
	}
	require.Equal(t, nonces, h.said(t, h.general()))
	var page struct {
		Items []struct {
			CreatedAt int64 `json:"created_at"`
		}
	}
	require.NoError(t, h.client.Must(drive.Request{Method: http.MethodGet, Token: h.aiko().Token, Into: &page,
		Path: fmt.Sprintf("/api/v1/channels/%d/messages?limit=2&before=5", h.general())}))
	require.Len(t, page.Items, 2)
	day := time.Duration(page.Items[0].CreatedAt-page.Items[1].CreatedAt) * time.Millisecond
	require.InDelta(t, 48*time.Hour, day, float64(time.Minute), "the clock was really moved")
}

// trusted is a desktop that trusts the server's root and has a clock of its own.
func trusted(t *testing.T, h *house, by time.Duration) error {
	t.Helper()
	root, err := os.ReadFile(filepath.Join(h.options.DataDir, "certs", "root.crt"))
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(root))
	dialer := &tls.Dialer{NetDialer: &net.Dialer{Timeout: patience}, Config: &tls.Config{
		RootCAs: roots, ServerName: "127.0.0.1", Time: func() time.Time { return time.Now().Add(by) },
	}}
	conn, err := dialer.DialContext(t.Context(), "tcp", h.Host())
	if err != nil {
		return err
	}
	return conn.Close()
}

func TestTheCertificateFollowsAClockThatJumps(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data"), TLS: true})
	c := takeClock(t, h.PID())
	require.NoError(t, trusted(t, h, 0))
	c.jump(t, -24*time.Hour)
	require.NoError(t, trusted(t, h, -24*time.Hour), "valid from a day before")
	for _, shift := range []time.Duration{year, 0} {
		c.jump(t, shift)
		var invalid x509.CertificateInvalidError
		require.True(t, errors.As(trusted(t, h, shift), &invalid), "the old one is not valid by this clock")
		require.Eventually(t, func() bool { return trusted(t, h, shift) == nil }, 2*patience, 10*look, shift)
	}
}
