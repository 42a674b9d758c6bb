package config

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"net/url"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// keyOf is the setting's name in the environment.
func keyOf(value *kong.Value) string {
	return strings.ToUpper(strings.ReplaceAll(value.Name, "-", "_"))
}

// mapper reads a value of one type for kong. It tells a mistake to report and goes on, so that all are found.
type mapper struct {
	report func(key, problem string)
	parse  func(value *kong.Value, text string) (any, error)
	isBool bool
}

func (m mapper) IsBool() bool { return m.isBool }

func (m mapper) Decode(ctx *kong.DecodeContext, target reflect.Value) error {
	text := "true"
	if !m.isBool || ctx.Scan.Peek().Type == kong.FlagValueToken {
		token, err := ctx.Scan.PopValue("value")
		if err != nil {
			return err
		}
		text = strings.TrimSpace(fmt.Sprint(token.Value))
	}
	if text == "" {
		return nil
	}
	parsed, err := m.parse(ctx.Value, text)
	if err != nil {
		m.report(keyOf(ctx.Value), err.Error())
		return nil
	}
	target.Set(reflect.ValueOf(parsed))
	return nil
}

// mappers are the types that Config is made of.
func mappers(report func(key, problem string)) []kong.Option {
	use := func(sample any, parse func(*kong.Value, string) (any, error)) kong.Option {
		_, isBool := sample.(bool)
		return kong.TypeMapper(reflect.TypeOf(sample), mapper{report, parse, isBool})
	}
	return []kong.Option{
		use("", parseText),
		use(Secret(""), func(_ *kong.Value, text string) (any, error) { return Secret(text), nil }),
		use(0, parseWhole),
		use(new(float64), parseHours),
		use(false, parseBool),
		use(&url.URL{}, parseURL),
		use([]string{}, parseNames),
		use([]netip.Prefix{}, parsePrefixes),
		use(Size(0), parseSize),
		use(TypeList{}, parseTypes),
	}
}

func parseText(value *kong.Value, text string) (any, error) {
	if !value.Tag.Has("oneof") {
		return text, nil
	}
	choices := strings.Split(value.Tag.Get("oneof"), ",")
	for _, choice := range choices {
		if strings.EqualFold(choice, text) {
			return choice, nil
		}
	}
	return nil, errors.New("must be one of " + strings.Join(choices, ", "))
}

func parseWhole(value *kong.Value, text string) (any, error) {
	low, high, _ := strings.Cut(value.Tag.Get("range"), "-")
	least, _ := strconv.Atoi(low)
	most, _ := strconv.Atoi(high)
	number, err := strconv.Atoi(text)
	if err != nil || number < least || number > most {
		return nil, fmt.Errorf("must be a whole number from %d to %d", least, most)
	}
	return number, nil
}

func parseHours(_ *kong.Value, text string) (any, error) {
	hours, err := strconv.ParseFloat(text, 64)
	if err != nil || !(hours >= -12 && hours <= 14) || hours*4 != math.Trunc(hours*4) {
		return nil, errors.New("must be a number of hours from -12 to 14, in quarters")
	}
	return &hours, nil
}

func parseBool(_ *kong.Value, text string) (any, error) {
	switch strings.ToLower(text) {
	case "1", "true", "yes", "on":
		return true, nil
	case "0", "false", "no", "off":
		return false, nil
	}
	return nil, errors.New("must be true or false")
}

func parseURL(_ *kong.Value, text string) (any, error) {
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Scheme != "https" && address.Scheme != "http" || !isHost(address.Hostname()):
		return nil, errors.New("must be an address such as https://chat.example.lan:8443")
	case address.User != nil || strings.Trim(address.Path, "/") != "" || strings.ContainsAny(text, "?#"):
		return nil, errors.New("must have no path, no query and no user name")
	}
	return &url.URL{Scheme: address.Scheme, Host: strings.ToLower(address.Host)}, nil
}

func parseNames(_ *kong.Value, text string) (any, error) {
	var names []string
	for _, name := range list(text) {
		if !isHost(name) {
			return nil, errors.New("must be host names, separated by commas")
		}
		names = append(names, strings.ToLower(name))
	}
	return names, nil
}

// parsePrefixes takes single addresses, too, and sets the bits behind the mask to zero.
func parsePrefixes(_ *kong.Value, text string) (any, error) {
	var found []netip.Prefix
	for _, entry := range list(text) {
		prefix, err := netip.ParsePrefix(entry)
		if err != nil {
			address, err := netip.ParseAddr(entry)
			if err != nil || address.Zone() != "" {
				return nil, errors.New("must be networks or addresses such as 10.1.0.0/16, separated by commas")
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		found = append(found, unmapped(prefix))
	}
	return found, nil
}

// unmapped turns ::ffff:10.0.0.0/104 into 10.0.0.0/8, because addresses are compared unmapped.
func unmapped(prefix netip.Prefix) netip.Prefix {
	if address := prefix.Addr(); address.Is4In6() && prefix.Bits() >= 96 {
		prefix = netip.PrefixFrom(address.Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked()
}

func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

// isHost takes addresses and host names (RFC 1123 §2.1, with _ as Windows has it).
func isHost(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	if name == "" || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// sqlitePath reads DATABASE_URL; sqlite:///./x is relative, as SQLAlchemy has it.
func sqlitePath(text string) (path, problem string) {
	scheme, rest, isURL := strings.Cut(text, "://")
	switch {
	case strings.HasPrefix(text, "postgres:") || strings.HasPrefix(text, "postgresql:"):
		return "", "PostgreSQL is not supported yet; leave it empty, and the database is a SQLite file in DATA_DIR"
	case isURL && scheme != "sqlite":
		return "", "must be a path or sqlite://PATH"
	case isURL:
		text = rest
		if strings.HasPrefix(text, "/./") || strings.HasPrefix(text, "//") {
			text = text[1:]
		}
		if text == "" {
			return "", "must be a path or sqlite://PATH"
		}
	}
	if strings.ContainsAny(text, "?#\x00") || strings.Contains(text, ":memory:") || strings.HasPrefix(text, "file:") {
		return "", "must be a path without options; a database in memory would lose messages"
	}
	if text == "" {
		return "", ""
	}
	return filepath.Clean(text), ""
}
