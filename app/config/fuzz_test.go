package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var settingLine = regexp.MustCompile(`^(?:\.env|[A-Z][A-Z0-9_]{2,39}): [ -~]{1,200}$`)

// FuzzSettings holds that any .env and any value give a config or problems in words, and that no word of them is a value.
func FuzzSettings(f *testing.F) {
	keys := strings.Fields(`HOST PORT PUBLIC_URL PUBLIC_NAMES RESTRICT_TO_PRIVATE ALLOWED_CIDRS TRUST_FORWARDED_FOR TRUSTED_PROXIES TLS SSL_CERTFILE SSL_KEYFILE TLS_AUTO_GENERATE
		TLS_RENEW_DAYS DATA_DIR DATABASE_URL ACCOUNT_CREATION ALLOW_WORKSPACE_CREATION SETUP_CODE TZ_OFFSET_HOURS TIME_ZONE LOG_LEVEL LOG_FORMAT TEST_MODE DATABASE_URL_FILE SETUP_CODE_FILE UPLOADS_URL`)
	for i, value := range []string{
		"127.0.0.1", "8443", "https://chat.example.lan:8443", "a.lan,b.lan", "yes", "10.0.0.0/8, ::ffff:10.0.0.0/104", "TRUE", "::/0", "off", "cert.pem", "key\x00.pem", "0",
		"89", "./data/\x00", "sqlite:///./x?mode=memory", "open", "no", "OPEN-SESAME", "5.75", "../../etc/passwd", "debug", "json", "1", "/dev/null", "none", "s3://key:s%2Fcret@minio.lan:9000/files/office?tls=off",
	} {
		f.Add(uint8(i), value, "KEY=value\n")
	}
	for _, text := range []string{"", "=", "PORT", "PORT=\"", "export PORT: 'x'\n", "A='${B}'\nB=\"$A\"", "SETUP_CODE=\"a\nb=c\"", "-----BEGIN KEY=x\nMIIB/secret==\n", "\xef\xbb\xbfPORT=1", "PORT=1 # x\r\n\tHOST=\\n", "\x00=\x00"} {
		f.Add(uint8(1), "", text)
	}
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, which uint8, value, dotEnv string) {
		key := keys[int(which)%len(keys)]
		requireWords(t, folder, key, value, dotEnv)
		const marker = "mArKeR7391"
		half := len(value) / 2
		requireWords(t, folder, key, value[:half]+marker+value[half:], dotEnv+"\n"+key+"="+value[:half]+marker+value[half:])
		for _, line := range requireWords(t, folder, "PORT", "x", marker+dotEnv) {
			require.NotContains(t, line, marker)
		}
		for _, line := range requireWords(t, folder, key, value[:half]+marker+value[half:], "") {
			require.NotContains(t, line, marker)
		}
	})
}

// requireWords loads the settings and gives what is said about them, which is made of our own sentences.
func requireWords(t *testing.T, folder, key, value, dotEnv string) []string {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte(dotEnv), 0o600))
	start, err := Load(Source{Environment: []string{key + "=" + value}, Folder: folder, Out: io.Discard})
	var problems SettingErrors
	require.True(t, err == nil || errors.As(err, &problems), "%v", err)
	require.Equal(t, err == nil, start != nil)
	lines := []string(problems)
	if start != nil {
		requireUsable(t, &start.Config)
		lines = start.Warnings
	}
	for _, line := range lines {
		require.Regexp(t, settingLine, line)
	}
	return lines
}

// requireUsable asks a config all that the program asks it.
func requireUsable(t *testing.T, c *Config) {
	t.Helper()
	require.NotEmpty(t, c.Database())
	require.True(t, c.Port >= 0 && c.Port <= 65535)
	require.True(t, !c.TestMode || IsLoopback(c.Host))
	require.True(t, !c.TLSOff() || c.Host != "")
	for _, proxy := range c.Proxies() {
		require.Positive(t, proxy.Bits(), "everybody is a proxy")
	}
	require.NotEmpty(t, c.ZoneName())
	require.NotNil(t, c.Location())
	_, _ = c.Address(), c.Level()
}
