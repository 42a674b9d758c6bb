package config

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/joho/godotenv"
)

// ErrHelp says that the help was asked for and printed; nothing else is to be done.
var ErrHelp = errors.New("config: help was printed")

// SettingErrors are all mistakes in the settings, one line each, beginning with the key.
type SettingErrors []string

func (p SettingErrors) Error() string { return strings.Join(p, "\n") }

// Source is where settings come from: the program's arguments without its name, the environment as
// KEY=value, and the working folder, whose .env the environment overrides. Help is printed to Out.
type Source struct {
	Arguments   []string
	Environment []string
	Folder      string
	Out         io.Writer
}

// Start is a command and its settings. Warnings and Problems are lines to show, each beginning with a key.
type Start struct {
	Command  string
	Config   Config
	Warnings []string
	// Problems are mistakes that serve does not start with.
	Problems SettingErrors
}

// grammar is the command line: a command is one line here and one case in main.
type grammar struct {
	Config
	Serve   struct{} `cmd:"" default:"1" help:"Run the server (the default)."`
	Doctor  struct{} `cmd:"" help:"Look at port, addresses, certificate, clock, disk and permissions, and say what to do. Changes nothing."`
	Version struct{} `cmd:"" help:"Print version, commit and build time."`
	OpenAPI struct{} `cmd:"" name:"openapi" help:"Print the OpenAPI document of the HTTP API."`
}

// Load reads the settings. Its error is ErrHelp or SettingErrors; problems in settings count only for
// serve, the other commands need none.
func Load(source Source) (*Start, error) {
	l := loader{folder: source.Folder, aliasOf: map[string]string{}}
	l.readEnvironment(source.Environment)
	l.readDotEnv()
	l.readForeign()

	var cli grammar
	parser, helped, err := l.parser(&cli, source.Out)
	if err != nil {
		return nil, err
	}
	context, err := parser.Parse(source.Arguments)
	switch {
	case *helped:
		return nil, ErrHelp
	case err != nil:
		return nil, append(SettingErrors{"arguments: " + err.Error() + "; courtyard --help lists them"}, l.problems...)
	}
	l.refuseSecretArguments(context)
	l.warnUnknown(parser)
	l.answerForeign(context)
	return l.finish(context.Command(), cli.Config)
}

func (l *loader) finish(command string, config Config) (*Start, error) {
	config.resolve(l.folder)
	config.check(l.report)
	if command == "serve" && len(l.problems) > 0 {
		return nil, l.problems
	}
	return &Start{Command: command, Config: config, Warnings: append(l.warnings, config.warnings()...), Problems: l.problems}, nil
}

// loader collects what it finds wrong. Layers are the environment, .env and what foreign names stand for; the first one wins.
type loader struct {
	folder string
	layers []map[string]string
	// aliasOf gives the foreign name that one of our settings was taken from.
	aliasOf  map[string]string
	problems SettingErrors
	warnings []string
}

// report keeps the first problem of a key: the second would be a consequence.
func (l *loader) report(key, problem string) {
	line := key + ": " + problem
	if name, found := l.aliasOf[key]; found && !l.isSet(key) {
		line += " (it was taken from " + name + ")"
	}
	if !slices.ContainsFunc(l.problems, func(known string) bool { return strings.HasPrefix(known, key+": ") }) {
		l.problems = append(l.problems, line)
	}
}

func (l *loader) readEnvironment(environment []string) {
	layer := map[string]string{}
	for _, entry := range environment {
		key, value, _ := strings.Cut(entry, "=")
		layer[key] = value
	}
	l.layers = append(l.layers, layer)
}

// readDotEnv never repeats godotenv's own message, which quotes the line.
func (l *loader) readDotEnv() {
	layer, err := godotenv.Read(filepath.Join(l.folder, ".env"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.report(".env", "cannot be read; each line must be KEY=value")
	}
	l.layers = append(l.layers, layer)
}

func (l *loader) parser(cli *grammar, out io.Writer) (*kong.Kong, *bool, error) {
	helped := new(bool)
	options := append(mappers(l.report),
		kong.Name("courtyard"),
		kong.Description("A chat for a closed network. Every setting is a flag here, a variable of the environment, or a line in .env; only there are the secrets DATABASE_URL, UPLOADS_URL and SETUP_CODE."),
		kong.Writers(out, out),
		kong.Exit(func(int) { *helped = true }),
		kong.Resolvers(kong.ResolverFunc(l.value)),
		kong.ValueFormatter(describe),
	)
	parser, err := kong.New(cli, options...)
	return parser, helped, err
}

func describe(value *kong.Value) string {
	if value.Tag == nil || value.Tag.Group == "" {
		return value.Help
	}
	if value.IsBool() {
		return value.Help + " Default: " + value.Default + ". ($" + keyOf(value) + ")" // kong shows only the defaults that stand after =
	}
	return value.Help + " ($" + keyOf(value) + ")"
}

// value gives kong what a layer holds for a flag that was not among the arguments.
func (l *loader) value(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	key := keyOf(flag.Value)
	for _, layer := range l.layers {
		text, file := layer[key], ""
		if isSecret(flag.Value) {
			file = layer[key+"_FILE"]
		}
		switch {
		case text != "" && file != "":
			l.report(key, "set it or "+key+"_FILE, not both")
			return nil, nil
		case text != "":
			return text, nil
		case file != "":
			return l.secretFile(key+"_FILE", file), nil
		}
	}
	return nil, nil
}

func isSecret(value *kong.Value) bool { return value.Target.Type() == reflect.TypeFor[Secret]() }

const maxSecretFile = 4096

func (l *loader) secretFile(key, path string) any {
	file, err := os.Open(absolute(l.folder, path))
	if err != nil {
		l.report(key, "cannot be read: "+reason(err))
		return nil
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxSecretFile+1))
	switch {
	case err != nil:
		l.report(key, "cannot be read: "+reason(err))
	case len(content) > maxSecretFile:
		l.report(key, "is longer than 4 KiB")
	case strings.TrimSpace(string(content)) == "":
		l.report(key, "is empty")
	default:
		return strings.TrimSpace(string(content))
	}
	return nil
}

// refuseSecretArguments: everybody on the machine can read the arguments of a process.
func (l *loader) refuseSecretArguments(context *kong.Context) {
	for _, path := range context.Path {
		if path.Flag != nil && !path.Resolved && isSecret(path.Flag.Value) {
			key := keyOf(path.Flag.Value)
			l.report(key, "is a secret: put it in the environment, in .env or in "+key+"_FILE, not in an argument")
		}
	}
}

// settingName is what a mistyped setting looks like. Anything else may be a piece of a secret that takes several lines.
var settingName = regexp.MustCompile(`^[A-Z][A-Z0-9_]{2,39}$`)

// warnUnknown looks at .env only: the environment is full of other programs' variables.
func (l *loader) warnUnknown(parser *kong.Kong) {
	known := map[string]bool{}
	for _, flag := range parser.Model.Flags {
		known[keyOf(flag.Value)] = true
		if isSecret(flag.Value) {
			known[keyOf(flag.Value)+"_FILE"] = true
		}
	}
	for key := range l.layers[1] {
		switch {
		case known[key], isForeign(key):
		case settingName.MatchString(key):
			l.warnings = append(l.warnings, key+": unknown setting in .env")
		default:
			l.warnings = append(l.warnings, ".env: holds a line whose name is none of a setting")
		}
	}
	slices.Sort(l.warnings)
	l.warnings = slices.Compact(l.warnings)
}

// resolve makes paths independent of a later change of the working folder.
func (c *Config) resolve(folder string) {
	for _, path := range []*string{&c.DataDir, &c.UploadDir, &c.SSLCertfile, &c.SSLKeyfile} {
		if *path != "" {
			*path = absolute(folder, *path)
		}
	}
	if path, problem := sqlitePath(c.DatabaseURL.Reveal()); problem == "" && path != "" {
		c.DatabaseURL = Secret(absolute(folder, path))
	}
}

func absolute(folder, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}

// reason is the operating system's own words, without the path.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}
