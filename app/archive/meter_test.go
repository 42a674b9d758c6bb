package archive

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestUnpackingEndsAtItsLimitHoweverMuchWasPacked(t *testing.T) {
	packed := source{ctx: t.Context(), SectionReader: io.NewSectionReader(strings.NewReader(""), 0, 0), spent: new(int64)}
	*packed.spent = 1 << 30
	n, err := io.Copy(io.Discard, &meter{source: packed, unpacked: endless{}})
	require.ErrorIs(t, err, errEnough)
	require.InDelta(t, maxUnpacked, n, 64<<10)
	*packed.spent = 100 << 10
	n, err = io.Copy(io.Discard, &meter{source: packed, unpacked: endless{}})
	require.ErrorIs(t, err, ErrBomb)
	require.InDelta(t, maxRatio*(100<<10), n, 64<<10)
}
