package config

import (
	"errors"
	"fmt"
	"math"
	"net"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// Size is a number of bytes.
type Size int64

// units are what may stand behind a number; people write MB and mean MiB.
var units = map[string]int64{
	"": 1, "b": 1, "k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20,
	"g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30, "t": 1 << 40, "tb": 1 << 40, "tib": 1 << 40,
}

var sizeForm = regexp.MustCompile(`^([0-9]+) ?([a-zA-Z]*)$`)

func parseSize(_ *kong.Value, text string) (any, error) {
	parts := sizeForm.FindStringSubmatch(text)
	if parts == nil {
		return nil, errSize
	}
	number, err := strconv.ParseInt(parts[1], 10, 64)
	unit, known := units[strings.ToLower(parts[2])]
	if err != nil || !known || number > math.MaxInt64/unit {
		return nil, errSize
	}
	return Size(number * unit), nil
}

var errSize = errors.New("must be a whole number of bytes, or a whole number with KiB, MiB, GiB or TiB, such as 1536MiB")

// TypeList names types of files: endings such as .exe and media types such as image/*.
type TypeList []string

// listedTypes is far more than an office needs, and bounds what each upload is compared with.
const listedTypes = 200

var typeForm = regexp.MustCompile(`^(\.[^\s/\\*?"']{1,31}[^\s/\\*?"'.]?|[a-z][a-z0-9!#$&^_.+-]*/(\*|[a-z0-9!#$&^_.+-]+))$`)

func parseTypes(_ *kong.Value, text string) (any, error) {
	list := TypeList{}
	for part := range strings.SplitSeq(strings.ToLower(text), ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		switch {
		case !strings.ContainsAny(part, "./"):
			return nil, errors.New("holds an entry without a dot or a slash: an ending is written .exe, a media type image/*")
		case !typeForm.MatchString(part):
			return nil, errors.New("must be endings such as .exe or media types such as image/*, separated by commas")
		case len(list) == listedTypes:
			return nil, fmt.Errorf("must be at most %d endings and media types", listedTypes)
		}
		list = append(list, part)
	}
	return list, nil
}

// unixPrefix begins an address that is a socket's path; unixPath is how long that may be where it is shortest, macOS.
const (
	unixPrefix = "unix:"
	unixPath   = 103
)

// checkClamd says what is wrong with a scanner's address, if something is.
func checkClamd(text string) (problem string) {
	if path, ok := strings.CutPrefix(text, unixPrefix); ok {
		if !filepath.IsAbs(path) || len(path) > unixPath || strings.ContainsRune(path, 0) {
			return fmt.Sprintf("must name its socket by a full path of at most %d bytes, such as unix:/run/clamav/clamd.ctl", unixPath)
		}
		return ""
	}
	host, port, err := net.SplitHostPort(text)
	number, portErr := strconv.ParseUint(port, 10, 16)
	if err != nil || portErr != nil || number == 0 || !isHost(host) {
		return "must be host and port such as scanner.lan:3310, or unix: and the path of a socket"
	}
	return ""
}
