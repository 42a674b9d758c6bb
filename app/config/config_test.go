package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// load starts in an empty folder with an environment of KEY=value.
func load(t *testing.T, environment ...string) (*Start, error) {
	t.Helper()
	return Load(Source{Environment: environment, Folder: t.TempDir(), Out: &bytes.Buffer{}})
}

func loaded(t *testing.T, environment ...string) *Config {
	t.Helper()
	start, err := load(t, environment...)
	require.NoError(t, err)
	return &start.Config
}

func TestNobodyHasToSetAnything(t *testing.T) {
	folder := t.TempDir()
	start, err := Load(Source{Folder: folder})
	require.NoError(t, err)
	require.Equal(t, "serve", start.Command)
	require.Empty(t, start.Warnings)
	c := start.Config
	require.Equal(t, ":8443", c.Address())
	require.False(t, c.TLSOff())
	require.Equal(t, filepath.Join(folder, "data", "courtyard.db"), c.Database())
	require.Equal(t, "invite", c.AccountCreation)
	require.True(t, c.TLSAutoGenerate && c.RestrictToPrivate && c.AllowWorkspaceCreation)
	require.Equal(t, 30, c.TLSRenewDays)
	require.Equal(t, slog.LevelInfo, c.Level())
	require.Len(t, c.Allowed(), 8)
	require.Empty(t, c.Proxies())
	require.Equal(t, time.Local, c.Location())
}

func TestEverySettingRefusesAWrongValueWithItsOwnLine(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	require.NoError(t, os.WriteFile(file, []byte("x"), 0o600))
	tried := map[string]bool{}
	for _, c := range [][]string{
		{"HOST", "not a host!"}, {"HOST", "-x"}, {"PORT", "x"}, {"PORT", "-1"}, {"PORT", "65536"}, {"PORT", "80.5"}, {"DATA_DIR", file},
		{"DATABASE_URL", "postgres://u:p@db/x"}, {"DATABASE_URL", "mysql://db/x"}, {"DATABASE_URL", ":memory:"}, {"DATABASE_URL", "a.db?mode=memory"},
		{"DATABASE_URL", "sqlite://"}, {"PUBLIC_URL", "chat.example.lan"}, {"PUBLIC_URL", "ftp://x"}, {"PUBLIC_URL", "http://chat.example.lan"},
		{"PUBLIC_URL", "https://x/path"}, {"PUBLIC_URL", "https://x?q"}, {"PUBLIC_URL", "https://u:p@x"}, {"PUBLIC_URL", "https://"},
		{"PUBLIC_NAMES", "a,b c!"}, {"RESTRICT_TO_PRIVATE", "maybe"}, {"ALLOWED_CIDRS", "10.0.0.0/33"}, {"ALLOWED_CIDRS", "10.0.0.0/8,x"},
		{"ALLOWED_CIDRS", "fe80::1%eth0"}, {"TRUST_FORWARDED_FOR", "2"}, {"TRUSTED_PROXIES", "*"}, {"TRUSTED_PROXIES", "0.0.0.0/0"},
		{"TRUSTED_PROXIES", "10.0.0.1,::/0"}, {"TRUSTED_PROXIES", "::ffff:0.0.0.0/96"}, {"TLS", "on"}, {"TLS_AUTO_GENERATE", "x"}, {"TLS_AUTO_GENERATE", "false"},
		{"TLS_RENEW_DAYS", "0"}, {"TLS_RENEW_DAYS", "90"}, {"FILE_LINKS", "maybe"}, {"ACCOUNT_CREATION", "anyone"}, {"ALLOW_WORKSPACE_CREATION", "x"}, {"SETUP_CODE", "abcd"},
		{"SETUP_CODE", "ab cde"}, {"SETUP_CODE", strings.Repeat("a", 65)}, {"TZ_OFFSET_HOURS", "15"}, {"TZ_OFFSET_HOURS", "-12.25"}, {"TZ_OFFSET_HOURS", "NaN"},
		{"TZ_OFFSET_HOURS", "9.1"}, {"TIME_ZONE", "Asia/Nowhere"}, {"TIME_ZONE", "../etc/passwd"}, {"LOG_LEVEL", "loud"}, {"LOG_FORMAT", "xml"}, {"TEST_MODE", "true"},
		{"SSL_CERTFILE", file, "SSL_KEYFILE=" + file}, {"SSL_CERTFILE", filepath.Join(folder, "none"), "SSL_KEYFILE=" + file},
		{"SSL_KEYFILE", filepath.Join(folder, "none"), "SSL_CERTFILE=" + file},
		{"UPLOAD_DIR", file}, {"UPLOAD_DIR", filepath.Join(file, "uploads")}, {"UPLOAD_DIR", filepath.Join(folder, "share", "uploads")}, {"MAX_UPLOAD_SIZE", "-1"}, {"MAX_UPLOAD_SIZE", "0"}, {"MAX_UPLOAD_SIZE", "1 parsec"}, {"PERSON_QUOTA", "9999999999999999999"},
		{"WORKSPACE_QUOTA", "9999999 TiB"}, {"TOTAL_QUOTA", "many"}, {"ALLOWED_FILE_TYPES", "pdf"}, {"REFUSED_FILE_TYPES", ".exe,../x"},
		{"CLAMD_ADDRESS", "scanner.lan"}, {"CLAMD_ADDRESS", "scanner.lan:0"}, {"CLAMD_ADDRESS", "scanner.lan:clamd"}, {"CLAMD_ADDRESS", ":3310"},
		{"CLAMD_ADDRESS", "tcp://scanner.lan:3310"}, {"CLAMD_ADDRESS", "unix:"}, {"CLAMD_ADDRESS", "unix:clamd.ctl"}, {"CLAMD_ADDRESS", "fe80::1:3310"},
		{"CLAMD_ADDRESS", "unix:/" + strings.Repeat("x", 200)}, {"CLAMD_ADDRESS", "http://u:p@scanner.lan:3310"},
		{"UPLOADS_URL", "https://k:s@minio.lan/files"}, {"UPLOADS_URL", "s3://minio.lan/files"}, {"UPLOADS_URL", "s3://key@minio.lan/files"},
		{"UPLOADS_URL", "s3://k:s@/files"}, {"UPLOADS_URL", "s3://k:s@minio.lan:/files"}, {"UPLOADS_URL", "s3://k:s@minio.lan"},
		{"UPLOADS_URL", "s3://k:s@minio.lan/FILES"}, {"UPLOADS_URL", "s3://k:s@minio.lan/files/../x"}, {"UPLOADS_URL", "s3://k:s@minio.lan/files?tls=no"},
		{"UPLOADS_URL", "s3://k:a/b@minio.lan/files"}, {"UPLOADS_URL", "s3://k:s@minio.lan/files?x=1"},
		{"SETUP_CODE_FILE", filepath.Join(folder, "none")}, {"DATABASE_URL_FILE", folder},
	} {
		key, value := c[0], c[1]
		t.Run(key+"="+value, func(t *testing.T) {
			_, err := load(t, append([]string{key + "=" + value}, c[2:]...)...)
			var problems SettingErrors
			require.ErrorAs(t, err, &problems)
			require.Len(t, problems, 1, "%v", problems)
			require.True(t, strings.HasPrefix(problems[0], key+": "), problems[0])
			require.NotContains(t, problems[0], "p@")
		})
		tried[strings.TrimSuffix(key, "_FILE")] = true
	}
	requireAllTried(t, tried)
}

// requireAllTried compares with the settings of the example, so that no new one is forgotten.
func requireAllTried(t *testing.T, tried map[string]bool) {
	t.Helper()
	text, err := Example()
	require.NoError(t, err)
	for line := range strings.Lines(text) {
		if key, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "# ") {
			require.Contains(t, tried, strings.TrimSuffix(key[1:], "_FILE"))
		}
	}
}

func TestSeveralMistakesAreReportedTogether(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte("LOG_LEVEL=loud\nTLS=maybe\n"), 0o600))
	_, err := Load(Source{Arguments: []string{"--port=none", "--nonsense"}, Environment: []string{"SETUP_CODE=!", "LOG_LEVEL=soft"}, Folder: folder})
	require.ErrorContains(t, err, "arguments: unknown flag --nonsense")
	require.ErrorContains(t, err, "PORT: ")

	_, err = Load(Source{Arguments: []string{"--port=none"}, Environment: []string{"SETUP_CODE=!"}, Folder: folder})
	var problems SettingErrors
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems, 4)
	for _, key := range []string{"PORT", "LOG_LEVEL", "TLS", "SETUP_CODE"} {
		require.Contains(t, "\n"+err.Error(), "\n"+key+": ")
	}
}

func TestFlagsWinOverTheEnvironmentAndThatOverDotEnv(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte("PORT=1\nLOG_FORMAT='json'\nTLS=off\nDATA_DIR=\n"), 0o600))
	start, err := Load(Source{Arguments: []string{"--port", "3"}, Environment: []string{"PORT=2", "TLS=auto", "LOG_LEVEL="}, Folder: folder})
	require.NoError(t, err)
	require.Equal(t, 3, start.Config.Port)
	require.Equal(t, "auto", start.Config.TLS)
	require.Equal(t, "json", start.Config.LogFormat)
	require.Equal(t, filepath.Join(folder, "data"), start.Config.DataDir, "an empty value is the default")
}

func TestUnknownLinesInDotEnvAreWarnings(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte("PROT=1\nSETUP_CODE_FILE=\nADMIN=x\n"), 0o600))
	start, err := Load(Source{Environment: []string{"HOME=/root"}, Folder: folder})
	require.NoError(t, err)
	require.Equal(t, []string{"ADMIN: unknown setting in .env", "PROT: unknown setting in .env"}, start.Warnings)
}

func TestABrokenDotEnvIsReportedWithoutItsText(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte("SETUP_CODE my-secret-code\n"), 0o600))
	_, err := Load(Source{Folder: folder})
	require.EqualError(t, err, ".env: cannot be read; each line must be KEY=value")
}

func TestSecretsComeFromFiles(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "code"), []byte("my-code-1\r\n"), 0o600))
	start, err := Load(Source{Environment: []string{"SETUP_CODE_FILE=code"}, Folder: folder})
	require.NoError(t, err)
	require.Equal(t, "my-code-1", start.Config.SetupCode.Reveal())

	_, err = Load(Source{Environment: []string{"SETUP_CODE_FILE=code", "SETUP_CODE=other-code"}, Folder: folder})
	require.EqualError(t, err, "SETUP_CODE: set it or SETUP_CODE_FILE, not both")

	require.NoError(t, os.WriteFile(filepath.Join(folder, "long"), bytes.Repeat([]byte("a"), 5000), 0o600))
	_, err = Load(Source{Environment: []string{"SETUP_CODE_FILE=long"}, Folder: folder})
	require.EqualError(t, err, "SETUP_CODE_FILE: is longer than 4 KiB")
}

func TestSecretsAreNoArgumentsAndAreNeverShown(t *testing.T) {
	for _, arguments := range [][]string{{"--setup-code=my-secret-code"}, {"--setup-code", "my-secret-code"}} {
		_, err := Load(Source{Arguments: arguments, Folder: t.TempDir()})
		require.ErrorContains(t, err, "SETUP_CODE: is a secret")
		require.NotContains(t, err.Error(), "my-secret")
	}
	c := loaded(t, "SETUP_CODE=my-secret-code")
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", *c, "code", c.SetupCode)
	encoded, err := json.Marshal(c)
	require.NoError(t, err)
	shown := log.String() + string(encoded) + fmt.Sprintf("%v %+v %#v %s %q %x %d", *c, c, *c, c.SetupCode, c.SetupCode, c.SetupCode, c.SetupCode)
	require.NotContains(t, shown, "my-secret")
	require.NotContains(t, shown, "6d792d736563726574")
	require.Contains(t, shown, "***")
}

func TestWithoutEncryptionTheDefaultAddressIsThisMachine(t *testing.T) {
	require.Equal(t, "127.0.0.1:8443", loaded(t, "TLS=off").Address())
	require.Equal(t, "0.0.0.0:8443", loaded(t, "TLS=off", "HOST=0.0.0.0").Address())
	require.Equal(t, "[::1]:0", loaded(t, "HOST=::1", "PORT=0").Address())
}

func TestTestModeNeedsALoopbackAddress(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1", "localhost", "127.8.8.8"} {
		require.True(t, loaded(t, "TEST_MODE=yes", "HOST="+host).TestMode)
	}
	for _, host := range []string{"", "0.0.0.0", "::", "192.168.1.2", "chat.example.lan", "localhost.example"} {
		_, err := load(t, "TEST_MODE=1", "HOST="+host)
		require.ErrorContains(t, err, "TEST_MODE: ")
	}
}

func TestNetworksAreReadUnmappedAndMasked(t *testing.T) {
	c := loaded(t, "ALLOWED_CIDRS=10.1.2.3/8, 192.168.7.9,::ffff:172.16.0.0/108,fd00::1")
	require.Equal(t, "[10.0.0.0/8 192.168.7.9/32 172.16.0.0/12 fd00::1/128]", fmt.Sprint(c.Allowed()))
	require.Empty(t, loaded(t, "RESTRICT_TO_PRIVATE=off").Allowed())
}

func TestForwardedAddressesAreBelievedFromTrustedProxiesOnly(t *testing.T) {
	require.Equal(t, "[127.0.0.0/8 ::1/128]", fmt.Sprint(loaded(t, "TRUST_FORWARDED_FOR=true").Proxies()))
	require.Equal(t, "[10.0.0.5/32]", fmt.Sprint(loaded(t, "TRUST_FORWARDED_FOR=true", "TRUSTED_PROXIES=10.0.0.5").Proxies()))
	start, err := load(t, "TRUSTED_PROXIES=10.0.0.5")
	require.NoError(t, err)
	require.Empty(t, start.Config.Proxies())
	require.Equal(t, []string{"TRUSTED_PROXIES: does nothing without TRUST_FORWARDED_FOR=true"}, start.Warnings)
}

func TestTheDatabaseIsAPathOrAnAddress(t *testing.T) {
	folder := t.TempDir()
	for value, want := range map[string]string{
		"x.db": filepath.Join(folder, "x.db"), "sqlite://x.db": filepath.Join(folder, "x.db"), "sqlite:///./data/x.db": filepath.Join(folder, "data/x.db"),
		"sqlite:////srv/x.db": "/srv/x.db", "sqlite:///srv/x.db": "/srv/x.db", "/srv/x.db": "/srv/x.db",
	} {
		start, err := Load(Source{Environment: []string{"DATABASE_URL=" + value}, Folder: folder})
		require.NoError(t, err)
		require.Equal(t, want, start.Config.Database(), value)
	}
}

func TestAMistakeInASizeOrATypeIsNamed(t *testing.T) {
	for setting, words := range map[string]string{
		"MAX_UPLOAD_SIZE=1.5GiB": "whole number with KiB, MiB, GiB or TiB", "MAX_UPLOAD_SIZE=5 parsec": "KiB, MiB, GiB or TiB",
		"REFUSED_FILE_TYPES=exe": "without a dot or a slash", "ALLOWED_FILE_TYPES=.pdf,image": "without a dot or a slash", "ALLOWED_FILE_TYPES=.a/b": "separated by commas",
		"REFUSED_FILE_TYPES=" + strings.Repeat(".exe,", 201): "at most 200",
	} {
		_, err := load(t, setting)
		require.ErrorContains(t, err, words, setting)
	}
	for _, text := range []string{"500MB", "500Mb", "500 M", "500MiB", "524288000"} {
		require.EqualValues(t, 500<<20, loaded(t, "MAX_UPLOAD_SIZE="+text).MaxUploadSize, text)
	}
}

func TestAQuotaThatIsLessThanOneFileMayHaveIsAWarning(t *testing.T) {
	for _, key := range []string{"PERSON_QUOTA", "WORKSPACE_QUOTA", "TOTAL_QUOTA"} {
		start, err := load(t, key+"=500MiB")
		require.NoError(t, err)
		require.Len(t, start.Warnings, 1)
		require.Contains(t, start.Warnings[0], key+": is less than MAX_UPLOAD_SIZE")
		start, err = load(t, key+"=500MiB", "MAX_UPLOAD_SIZE=500MiB")
		require.NoError(t, err)
		require.Empty(t, start.Warnings)
	}
}

func TestTheUploadFolderIsMadeInAFolderThatIsThereOrWillBe(t *testing.T) {
	share := t.TempDir()
	for _, path := range []string{share, filepath.Join(share, "uploads"), "uploads", "./data/files", "./data/files/office"} {
		start, err := load(t, "UPLOAD_DIR="+path)
		require.NoError(t, err, path)
		require.Empty(t, start.Warnings)
	}
}

func TestTheVirusScannerIsOnTheNetworkOrASocketAndByDefaultThereIsNone(t *testing.T) {
	socket := filepath.Join(filepath.Dir(os.TempDir()), "clamd.ctl")
	for value, want := range map[string][2]string{
		"": {}, "scanner.lan:3310": {"tcp", "scanner.lan:3310"}, "192.168.1.5:3310": {"tcp", "192.168.1.5:3310"},
		"[fd00::5]:3310": {"tcp", "[fd00::5]:3310"}, "unix:" + socket: {"unix", socket},
	} {
		network, address := loaded(t, "CLAMD_ADDRESS="+value).Clamd()
		require.Equal(t, want, [2]string{network, address}, value)
	}
}

func TestTheTimeZoneHasANameOrAnOffset(t *testing.T) {
	moment := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	for want, environment := range map[string][]string{
		"09:00 JST": {"TIME_ZONE=Asia/Tokyo"}, "09:00 +09:00": {"TZ_OFFSET_HOURS=9"}, "20:30 -03:30": {"TZ_OFFSET_HOURS=-3.5"}, "09:00 JST ": {"TIME_ZONE=Asia/Tokyo", "TZ_OFFSET_HOURS=9"},
		"01:00 BST": {"TIME_ZONE=Europe/London", "TZ_OFFSET_HOURS=0"},
	} {
		require.Equal(t, strings.TrimSpace(want), moment.In(loaded(t, environment...).Location()).Format("15:04 MST"))
	}
	_, err := load(t, "TIME_ZONE=Asia/Tokyo", "TZ_OFFSET_HOURS=8")
	require.ErrorContains(t, err, "TZ_OFFSET_HOURS: ")
}

func TestAPublicAddressMayBePlainOnThisMachineOrBehindAProxy(t *testing.T) {
	require.Equal(t, "https://chat.example.lan:8443", loaded(t, "PUBLIC_URL=https://Chat.Example.LAN:8443/").PublicURL.String())
	require.Equal(t, "http://localhost:80", loaded(t, "PUBLIC_URL=http://localhost:80").PublicURL.String())
	require.Equal(t, "http://chat", loaded(t, "PUBLIC_URL=http://chat", "TLS=off").PublicURL.String())
}

func TestOtherCommandsNeedNoSettings(t *testing.T) {
	for _, command := range []string{"version", "openapi"} {
		start, err := Load(Source{Arguments: []string{command}, Environment: []string{"PORT=x"}, Folder: t.TempDir()})
		require.NoError(t, err)
		require.Equal(t, command, start.Command)
	}
}

func TestHelpNamesFlagsAndVariablesButNoSecrets(t *testing.T) {
	var out bytes.Buffer
	_, err := Load(Source{Arguments: []string{"--help"}, Environment: []string{"PORT=x"}, Out: &out})
	require.True(t, errors.Is(err, ErrHelp))
	require.Contains(t, out.String(), "--allowed-cidrs")
	require.Contains(t, out.String(), "$ALLOWED_CIDRS")
	require.NotContains(t, out.String(), "--setup-code")
}

func TestTheExampleFileIsThatOfTheSettings(t *testing.T) {
	want, err := Example()
	require.NoError(t, err)
	file, err := os.ReadFile("../../.env.example")
	require.NoError(t, err)
	require.Equal(t, want, string(file), "run make generate")
}

func TestABucketIsReadFromItsAddress(t *testing.T) {
	start, err := load(t, "UPLOADS_URL=s3://key:s%2Fcr%2Bet@minio.lan:9000/files/office?tls=off&region=eu-1")
	require.NoError(t, err)
	b, ok := start.Config.Bucket()
	require.True(t, ok)
	require.Equal(t, Bucket{Endpoint: "minio.lan:9000", Plain: true, Name: "files", Prefix: "office/", Region: "eu-1", Key: "key", Secret: "s/cr+et"}, b)
	require.NotContains(t, fmt.Sprintf("%+v", b), "s/cr+et")
	start, err = load(t)
	require.NoError(t, err)
	_, ok = start.Config.Bucket()
	require.False(t, ok)
}
