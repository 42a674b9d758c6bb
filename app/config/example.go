package config

import (
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Example is the text of .env.example: every setting with its help and its default, commented out.
func Example() (string, error) {
	var cli grammar
	l := loader{layers: []map[string]string{{}, {}, {}}}
	parser, _, err := l.parser(&cli, io.Discard)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("# Settings of Courtyard. Nothing has to be set. Copy this file to .env and take the # away\n" +
		"# from the lines to change. A variable of the environment wins over .env, a flag over both.\n")
	group := ""
	for _, flag := range parser.Model.Flags {
		if flag.Tag.Group != "" {
			writeSetting(&out, flag, &group)
		}
	}
	return out.String(), nil
}

func writeSetting(out *strings.Builder, flag *kong.Flag, group *string) {
	if flag.Tag.Group != *group {
		*group = flag.Tag.Group
		out.WriteString("\n# --- " + *group + " ---\n")
	}
	key := keyOf(flag.Value)
	out.WriteString("\n# " + flag.Help + "\n#" + key + "=" + flag.Default + "\n")
	if isSecret(flag.Value) {
		out.WriteString("# Or the path of a file that holds it:\n#" + key + "_FILE=\n")
	}
}
