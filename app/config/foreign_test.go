package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The names and defaults that LocalChat, WebChat, OpenChat and piqchat document, with a value that nobody may see again.
const (
	localChatNames = `HOST PORT SECRET_KEY TOKEN_EXPIRE_MINUTES DATABASE_URL UPLOAD_DIR MAX_UPLOAD_SIZE SSL_CERTFILE SSL_KEYFILE
		TLS_AUTO_GENERATE TLS_RENEW_DAYS RESTRICT_TO_PRIVATE ALLOWED_CIDRS TRUST_FORWARDED_FOR CORS_ALLOW_ORIGINS PLANTUML_JAR JAVA_BIN TZ_OFFSET_HOURS`
	webChatNames = `HOST PORT WEBCHAT_RELAY_PORT BRIDGE_DB_PATH PCHAT_UPLOAD_DIR PCHAT_FILE_DOWNLOAD_REQUIRES_TOKEN PCHAT_FREE_MODE_ENABLED
		PCHAT_DEV_EXPOSE_CODES PCHAT_AUTH_ALLOWED_EMAILS PCHAT_AUTH_ALLOWED_DOMAINS PCHAT_ADMIN_EMAILS PCHAT_ADMIN_DOMAINS PCHAT_REQUIRE_NETWORK_APPROVAL
		EMAIL_ENABLED SMTP_HOST SMTP_PORT SMTP_USER SMTP_PASS SMTP_FROM SMTP_STARTTLS SMTP_USERNAME SMTP_PASSWORD PCHAT_SESSION_TTL_SEC QUEUE_STALE_TTL_SEC
		PCHAT_QUEUE_STALE_TTL_SEC QUEUE_HOUSEKEEPING_INTERVAL_SEC PCHAT_UPLOAD_TTL_SEC`
	openChatNames = `OPENCHAT_HTTP_ADDR OPENCHAT_PUBLIC_BASE_URL OPENCHAT_SIGNALING_PATH OPENCHAT_JOIN_TICKET_TTL_SECONDS OPENCHAT_JOIN_TICKET_SECRET OPENCHAT_ENV
		OPENCHAT_DATABASE_URL OPENCHAT_DEV_HEADER_AUTH OPENCHAT_ALLOW_SERVER_CREATION OPENCHAT_RTC_STUN_URLS OPENCHAT_RTC_TURN_URLS OPENCHAT_RTC_TURN_USERNAME
		OPENCHAT_RTC_TURN_CREDENTIAL OPENCHAT_RTC_TURN_CREDENTIAL_TYPE OPENCHAT_RTC_SUBSCRIBE_MAX_VIDEO_TRACKS OPENCHAT_RTC_SUBSCRIBE_MAX_AUDIO_TRACKS
		OPENCHAT_RTC_SUBSCRIBE_MAX_VIDEO_TRACKS_BY_SERVER OPENCHAT_RTC_SUBSCRIBE_MAX_VIDEO_TRACKS_BY_CHANNEL
		OPENCHAT_RTC_SUBSCRIBE_MAX_AUDIO_TRACKS_BY_SERVER OPENCHAT_RTC_SUBSCRIBE_MAX_AUDIO_TRACKS_BY_CHANNEL`
	piqchatNames = `PORT DATABASE_PATH PARCEL_ATTACHMENTS_UPLOAD_PATH ADMIN_DISPLAY_NAME ADMIN_MESSAGE ADMIN_UUID ADMIN_PRIVACY_POLICY_URL PUSH_VAPID_CONTACT
		PUSH_TIME_TO_LIVE_ON_SERVICE_IN_DAYS CONTACT_EXCHANGE_TIME_TO_LIVE_IN_MIN CREATE_SIGN_UP_INVITE`
)

func TestEveryNameOfTheOtherSystemsIsAnswered(t *testing.T) {
	text, err := Example()
	require.NoError(t, err)
	for _, name := range strings.Fields(localChatNames + " " + webChatNames + " " + openChatNames + " " + piqchatNames) {
		if strings.Contains(text, "\n#"+name+"=") {
			require.False(t, isForeign(name), "%s is a setting of ours", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			start, err := load(t, name+"=zz-81")
			said := ""
			if err != nil {
				said = err.Error()
			} else {
				said = strings.Join(start.Warnings, "\n")
			}
			require.Contains(t, said, name)
			require.NotContains(t, said, "zz-81", "a value is never shown")
		})
	}
}

func TestNoForeignNameIsOnesOwnOrStandsTwice(t *testing.T) {
	text, err := Example()
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, f := range foreignSettings {
		require.False(t, seen[f.name], f.name)
		require.NotContains(t, text, "\n#"+f.name+"=")
		require.True(t, f.answer != "" || f.alias != nil, f.name)
		require.Equal(t, f.refuse == nil, f.refusal == "", f.name)
		seen[f.name] = true
	}
}

func TestAnotherSystemsNameStandsForOurs(t *testing.T) {
	for _, c := range []struct {
		environment []string
		address     string
	}{
		{[]string{"WEBCHAT_RELAY_PORT=5110"}, ":5110"},
		{[]string{"OPENCHAT_HTTP_ADDR=:8080"}, ":8080"},
		{[]string{"OPENCHAT_HTTP_ADDR=127.0.0.1:8080"}, "127.0.0.1:8080"},
	} {
		start, err := load(t, c.environment...)
		require.NoError(t, err)
		require.Equal(t, c.address, start.Config.Address())
		require.Len(t, start.Warnings, 1)
		require.Contains(t, start.Warnings[0], "better write it so")
	}
	require.False(t, loaded(t, "OPENCHAT_ALLOW_SERVER_CREATION=off").AllowWorkspaceCreation)
	require.Equal(t, "https://chat.example.lan", loaded(t, "OPENCHAT_PUBLIC_BASE_URL=https://chat.example.lan").PublicURL.String())

	start, err := load(t, "OPENCHAT_PUBLIC_BASE_URL=http://localhost:8080")
	require.NoError(t, err)
	require.Nil(t, start.Config.PublicURL, "nobody else could open links to localhost")
	require.Contains(t, start.Warnings[0], "names only this computer")
}

func TestOurOwnNameWinsWhereverItStands(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte("PORT=1\n"), 0o600))
	start, err := Load(Source{Environment: []string{"WEBCHAT_RELAY_PORT=5110"}, Folder: folder})
	require.NoError(t, err)
	require.Equal(t, 1, start.Config.Port)
	require.Equal(t, []string{"WEBCHAT_RELAY_PORT: PORT is set as well and counts; take this one out"}, start.Warnings)

	start, err = Load(Source{Arguments: []string{"--port=2"}, Environment: []string{"OPENCHAT_HTTP_ADDR=127.0.0.1:8080"}, Folder: t.TempDir()})
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:2", start.Config.Address())
	require.Equal(t, []string{"OPENCHAT_HTTP_ADDR: PORT is set as well and counts; it was taken as HOST only"}, start.Warnings)

	start, err = load(t, "OPENCHAT_HTTP_ADDR=:8080", "WEBCHAT_RELAY_PORT=5110")
	require.NoError(t, err)
	require.Equal(t, 5110, start.Config.Port)
	require.Contains(t, start.Warnings, "OPENCHAT_HTTP_ADDR: PORT is set as well and counts; take this one out")
}

func TestAWrongValueIsBlamedOnTheNameThatWasWritten(t *testing.T) {
	_, err := load(t, "WEBCHAT_RELAY_PORT=none-of-yours")
	require.EqualError(t, err, "PORT: must be a whole number from 0 to 65535 (it was taken from WEBCHAT_RELAY_PORT)")
	_, err = load(t, "OPENCHAT_PUBLIC_BASE_URL=http://chat.example.lan")
	require.EqualError(t, err, "PUBLIC_URL: must begin with https:// unless TLS is off (it was taken from OPENCHAT_PUBLIC_BASE_URL)")
}

func TestWhatWouldOpenTheDoorIsRefusedInWords(t *testing.T) {
	for setting, words := range map[string]string{
		"PCHAT_DEV_EXPOSE_CODES=true":                               "would show secret codes",
		"OPENCHAT_DEV_HEADER_AUTH=1":                                "sign in as anybody",
		"SECRET_KEY=dev-insecure-secret-change-me":                  "everybody knows",
		"OPENCHAT_JOIN_TICKET_SECRET=dev-insecure-secret-change-me": "everybody knows",
		"OPENCHAT_RTC_STUN_URLS=stun:stun.example.com:3478":         "names STUN servers",
	} {
		name, value, _ := strings.Cut(setting, "=")
		_, err := load(t, setting)
		require.ErrorContains(t, err, name+": ")
		require.ErrorContains(t, err, words)
		require.NotContains(t, err.Error(), value+" ", "a value is never shown")
	}
	for _, setting := range []string{"PCHAT_DEV_EXPOSE_CODES=false", "OPENCHAT_DEV_HEADER_AUTH=no", "SECRET_KEY=a-good-one", "OPENCHAT_RTC_STUN_URLS=none", "OPENCHAT_RTC_STUN_URLS=-"} {
		start, err := load(t, setting)
		require.NoError(t, err, setting)
		require.Len(t, start.Warnings, 1)
	}
}

func TestALocalChatFolderIsReadWithoutAWord(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".env"), []byte("SSL_CERTFILE=\nCORS_ALLOW_ORIGINS=\nPLANTUML_JAR=\nTZ_OFFSET_HOURS='9'\n"), 0o600))
	start, err := Load(Source{Folder: folder})
	require.NoError(t, err)
	require.Empty(t, start.Warnings, "an empty value is none")
}
