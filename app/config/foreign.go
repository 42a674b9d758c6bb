package config

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// foreign is a setting of another chat that offices come from, and what becomes of it here.
type foreign struct {
	name, of string
	// alias gives our settings for its value; nil where there are none.
	alias func(value string) map[string]string
	// refuse says whether a value stops the start, with the sentence refusal; nil refuses none.
	refuse  func(value string) bool
	refusal string
	// answer is the sentence for a value that does nothing here. No sentence holds the value.
	answer string
}

const (
	noCalls     = "has no meaning here yet: this version has no calls"
	otherFiles  = "names another program's files, which stay untouched and cannot be imported yet; UPLOAD_DIR is Courtyard's own folder"
	filesStay   = "is not a setting here: a file stays as long as a message holds it; take it out"
	noMail      = "has no meaning here yet: this version sends no e-mail; people come in by invite code (ACCOUNT_CREATION)"
	noPush      = "has no meaning here yet: this version sends no push messages"
	noQueue     = "has no meaning here: messages wait in no queue, they are stored and stay; take it out"
	sessionEnd  = "is not a setting here: a session ends after 14 days without use, or 90 in all; take it out"
	rolesInside = "is not a setting here: whoever sets Courtyard up is its owner, and gives roles in the browser"
	otherStore  = "names another program's database, which stays untouched and cannot be imported yet; Courtyard makes its own in DATA_DIR"
	inviteOnly  = "has no meaning here yet; ACCOUNT_CREATION says who may create an account: holders of an invite code (invite), everybody (open), nobody (closed)"
	exampleKey  = "is the example's secret, which everybody knows; take it out: Courtyard makes its own secrets"
	ownKeys     = "has no meaning here: Courtyard makes its own secrets; take it out"
	needless    = "has no meaning here: what it switches off does not exist; take it out"
	videoTracks = "has no meaning here yet: this version has no calls, and so no limit of tracks"
)

// exampleSecret is what LocalChat and OpenChat ship as a secret.
const exampleSecret = "dev-insecure-secret-change-me"

// foreignSettings are all names of the other systems that are not our own names too. The order decides between two aliases of one.
var foreignSettings = []foreign{
	{name: "SECRET_KEY", of: "LocalChat", refuse: isExampleSecret, refusal: exampleKey, answer: ownKeys},
	{name: "TOKEN_EXPIRE_MINUTES", of: "LocalChat", answer: sessionEnd},
	{name: "CORS_ALLOW_ORIGINS", of: "LocalChat", answer: "has no meaning here: only Courtyard's own page may use it from a browser, programs use a bearer token; take it out"},
	{name: "PLANTUML_JAR", of: "LocalChat", answer: "has no meaning here yet: this version draws no diagrams"},
	{name: "JAVA_BIN", of: "LocalChat", answer: "has no meaning here yet: this version draws no diagrams and needs no Java"},

	{name: "WEBCHAT_RELAY_PORT", of: "WebChat", alias: as("PORT")},
	{name: "BRIDGE_DB_PATH", of: "WebChat", answer: otherStore},
	{name: "PCHAT_UPLOAD_DIR", of: "WebChat", answer: otherFiles},
	{name: "PCHAT_FILE_DOWNLOAD_REQUIRES_TOKEN", of: "WebChat", answer: "is not a setting here: a file is read only by who sees its message, or has a link with a secret (FILE_LINKS); take it out"},
	{name: "PCHAT_FREE_MODE_ENABLED", of: "WebChat", answer: "has no meaning here: nothing in Courtyard is paid for; take it out"},
	{name: "PCHAT_DEV_EXPOSE_CODES", of: "WebChat", refuse: isOn, refusal: "would show secret codes to whoever asks, which Courtyard never does; take it out", answer: needless},
	{name: "PCHAT_AUTH_ALLOWED_EMAILS", of: "WebChat", answer: inviteOnly},
	{name: "PCHAT_AUTH_ALLOWED_DOMAINS", of: "WebChat", answer: inviteOnly},
	{name: "PCHAT_ADMIN_EMAILS", of: "WebChat", answer: rolesInside},
	{name: "PCHAT_ADMIN_DOMAINS", of: "WebChat", answer: rolesInside},
	{name: "PCHAT_REQUIRE_NETWORK_APPROVAL", of: "WebChat", answer: inviteOnly},
	{name: "EMAIL_ENABLED", of: "WebChat", answer: noMail},
	{name: "SMTP_HOST", of: "WebChat", answer: noMail},
	{name: "SMTP_PORT", of: "WebChat", answer: noMail},
	{name: "SMTP_USER", of: "WebChat", answer: noMail},
	{name: "SMTP_USERNAME", of: "WebChat", answer: noMail},
	{name: "SMTP_PASS", of: "WebChat", answer: noMail},
	{name: "SMTP_PASSWORD", of: "WebChat", answer: noMail},
	{name: "SMTP_FROM", of: "WebChat", answer: noMail},
	{name: "SMTP_STARTTLS", of: "WebChat", answer: noMail},
	{name: "PCHAT_SESSION_TTL_SEC", of: "WebChat", answer: sessionEnd},
	{name: "QUEUE_STALE_TTL_SEC", of: "WebChat", answer: noQueue},
	{name: "PCHAT_QUEUE_STALE_TTL_SEC", of: "WebChat", answer: noQueue},
	{name: "QUEUE_HOUSEKEEPING_INTERVAL_SEC", of: "WebChat", answer: noQueue},
	{name: "PCHAT_UPLOAD_TTL_SEC", of: "WebChat", answer: filesStay},

	{name: "OPENCHAT_HTTP_ADDR", of: "OpenChat", alias: listenOn},
	{name: "OPENCHAT_PUBLIC_BASE_URL", of: "OpenChat", alias: publicURL, answer: "names only this computer, and people on others could not follow such links; set PUBLIC_URL, or nothing"},
	{name: "OPENCHAT_ALLOW_SERVER_CREATION", of: "OpenChat", alias: as("ALLOW_WORKSPACE_CREATION")},
	{name: "OPENCHAT_DATABASE_URL", of: "OpenChat", answer: otherStore},
	{name: "OPENCHAT_ENV", of: "OpenChat", answer: "has no meaning here: there is no development mode; take it out"},
	{name: "OPENCHAT_DEV_HEADER_AUTH", of: "OpenChat", refuse: isOn, refusal: "would let everybody sign in as anybody, which Courtyard never does; take it out", answer: needless},
	{name: "OPENCHAT_SIGNALING_PATH", of: "OpenChat", answer: noCalls},
	{name: "OPENCHAT_JOIN_TICKET_TTL_SECONDS", of: "OpenChat", answer: noCalls},
	{name: "OPENCHAT_JOIN_TICKET_SECRET", of: "OpenChat", refuse: isExampleSecret, refusal: exampleKey, answer: ownKeys},
	{name: "OPENCHAT_RTC_STUN_URLS", of: "OpenChat", refuse: isAnyServer, refusal: "names STUN servers, which would learn the address of every caller; Courtyard asks none; take it out, or set it to none", answer: noCalls},
	{name: "OPENCHAT_RTC_TURN_URLS", of: "OpenChat", answer: noCalls},
	{name: "OPENCHAT_RTC_TURN_USERNAME", of: "OpenChat", answer: noCalls},
	{name: "OPENCHAT_RTC_TURN_CREDENTIAL", of: "OpenChat", answer: noCalls},
	{name: "OPENCHAT_RTC_TURN_CREDENTIAL_TYPE", of: "OpenChat", answer: noCalls},
	{name: "OPENCHAT_RTC_SUBSCRIBE_MAX_VIDEO_TRACKS", of: "OpenChat", answer: videoTracks},
	{name: "OPENCHAT_RTC_SUBSCRIBE_MAX_VIDEO_TRACKS_BY_SERVER", of: "OpenChat", answer: videoTracks},
	{name: "OPENCHAT_RTC_SUBSCRIBE_MAX_VIDEO_TRACKS_BY_CHANNEL", of: "OpenChat", answer: videoTracks},
	{name: "OPENCHAT_RTC_SUBSCRIBE_MAX_AUDIO_TRACKS", of: "OpenChat", answer: videoTracks},
	{name: "OPENCHAT_RTC_SUBSCRIBE_MAX_AUDIO_TRACKS_BY_SERVER", of: "OpenChat", answer: videoTracks},
	{name: "OPENCHAT_RTC_SUBSCRIBE_MAX_AUDIO_TRACKS_BY_CHANNEL", of: "OpenChat", answer: videoTracks},

	{name: "DATABASE_PATH", of: "piqchat", answer: otherStore},
	{name: "PARCEL_ATTACHMENTS_UPLOAD_PATH", of: "piqchat", answer: otherFiles},
	{name: "ADMIN_DISPLAY_NAME", of: "piqchat", answer: rolesInside},
	{name: "ADMIN_MESSAGE", of: "piqchat", answer: "has no meaning here: tell people in a channel of your workspace; take it out"},
	{name: "ADMIN_UUID", of: "piqchat", answer: rolesInside},
	{name: "ADMIN_PRIVACY_POLICY_URL", of: "piqchat", answer: "has no meaning here yet: no page shows such a link"},
	{name: "PUSH_VAPID_CONTACT", of: "piqchat", answer: noPush},
	{name: "PUSH_TIME_TO_LIVE_ON_SERVICE_IN_DAYS", of: "piqchat", answer: noPush},
	{name: "CONTACT_EXCHANGE_TIME_TO_LIVE_IN_MIN", of: "piqchat", answer: "has no meaning here: an invite code's time is chosen when it is made; take it out"},
	{name: "CREATE_SIGN_UP_INVITE", of: "piqchat", answer: "has no meaning here: the first start shows a link for the first person (SETUP_CODE presets its code); take it out"},
}

func as(name string) func(string) map[string]string {
	return func(value string) map[string]string { return map[string]string{name: value} }
}

// listenOn cuts ":8080" or "127.0.0.1:8080" up; what cannot be cut is reported as a wrong PORT.
func listenOn(value string) map[string]string {
	host, port, err := net.SplitHostPort(value)
	if err != nil {
		return map[string]string{"PORT": value}
	}
	return map[string]string{"HOST": host, "PORT": port}
}

// publicURL leaves out an address of this computer, which is OpenChat's default and good for nobody else.
func publicURL(value string) map[string]string {
	if address, err := url.Parse(value); err == nil && IsLoopback(address.Hostname()) {
		return nil
	}
	return map[string]string{"PUBLIC_URL": value}
}

func isExampleSecret(value string) bool { return value == exampleSecret }

// isOn takes what is no plain "no" for a yes: these settings are dangerous.
func isOn(value string) bool {
	on, err := parseBool(nil, value)
	return err != nil || on == true
}

func isAnyServer(value string) bool { return value != "none" && value != "-" }

// foreignValue is what the environment or else .env holds for a foreign name.
func (l *loader) foreignValue(name string) string {
	for _, layer := range l.layers[:2] {
		if value := strings.TrimSpace(layer[name]); value != "" {
			return value
		}
	}
	return ""
}

// readForeign lays the aliases beneath the other layers, so that our own names win wherever they stand.
func (l *loader) readForeign() {
	aliases := map[string]string{}
	for _, f := range foreignSettings {
		value := l.foreignValue(f.name)
		if value == "" || f.alias == nil {
			continue
		}
		for key, taken := range f.alias(value) {
			if _, found := l.aliasOf[key]; !found && taken != "" {
				aliases[key], l.aliasOf[key] = taken, f.name
			}
		}
	}
	l.layers = append(l.layers, aliases)
}

// answerForeign says what became of each foreign setting that is there.
func (l *loader) answerForeign(context *kong.Context) {
	var arguments []string
	for _, path := range context.Path {
		if path.Flag != nil && !path.Resolved {
			arguments = append(arguments, keyOf(path.Flag.Value))
		}
	}
	for _, f := range foreignSettings {
		value := l.foreignValue(f.name)
		switch {
		case value == "":
		case f.refuse != nil && f.refuse(value):
			l.report(f.name, f.refusal)
		case f.alias != nil && f.alias(value) != nil:
			l.warnings = append(l.warnings, f.name+": "+l.answerAlias(f, value, arguments))
		default:
			l.warnings = append(l.warnings, f.name+" ("+f.of+"): "+f.answer)
		}
	}
}

// answerAlias tells which of our settings a foreign one stands for, and which of them are set already.
func (l *loader) answerAlias(f foreign, value string, arguments []string) string {
	var used, kept []string
	for key, taken := range f.alias(value) {
		switch {
		case taken == "":
		case l.aliasOf[key] != f.name || l.isSet(key) || slices.Contains(arguments, key):
			kept = append(kept, key)
		default:
			used = append(used, key)
		}
	}
	slices.Sort(used)
	slices.Sort(kept)
	switch {
	case len(kept) == 0:
		return "is " + f.of + "'s name for " + strings.Join(used, " and ") + " and was taken as that; better write it so"
	case len(used) == 0:
		return strings.Join(kept, " and ") + " is set as well and counts; take this one out"
	}
	return strings.Join(kept, " and ") + " is set as well and counts; it was taken as " + strings.Join(used, " and ") + " only"
}

func (l *loader) isSet(key string) bool { return l.layers[0][key] != "" || l.layers[1][key] != "" }

func isForeign(key string) bool {
	return slices.ContainsFunc(foreignSettings, func(f foreign) bool { return f.name == key })
}
