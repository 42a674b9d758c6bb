package handlers

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// nameable is a house whose name set-up may choose; taken is where the chosen one goes.
func nameable(t *testing.T, taken *string) *house {
	t.Helper()
	return newHouse(t, func(o *Options) {
		o.Trust = &Trust{DER: []byte("old"), Fingerprint: "0L:D0"}
		o.LinkBase = func(asked string) string {
			if *taken == "" {
				return asked
			}
			return "https://" + *taken + ":8443"
		}
		o.Naming = &Naming{Ask: true, Suggestions: func() []string { return []string{"kaede", "192.168.1.5"} },
			MaySign: func(name string) bool { return strings.HasSuffix(name, ".local") },
			Take: func(_ context.Context, name string) (*Trust, bool, error) {
				*taken = name
				return &Trust{DER: []byte("new"), Fingerprint: "AB:CD"}, true, nil
			}}
	})
}

func TestTheFirstPersonSaysWhichNamePeopleWillType(t *testing.T) {
	taken := ""
	h := nameable(t, &taken)
	aiko := h.owner("Aiko")
	require.Equal(t, publicName{"", true, true, []string{"kaede", "192.168.1.5"}, 0}, decoded[publicName](aiko.asks("GET", "/public-name", nil).is(200)))
	for _, wrong := range []string{"", "chat example", "https://chat.office.example", "chat.office.example:8443", "203.0.113.5", "10.0.0.5", "localhost"} {
		aiko.asks("PUT", "/public-name", object{"name": wrong}).isProblem(422, "public_name_invalid")
	}
	require.Empty(t, taken)
	require.Equal(t, namedServer{"chat.office.example", "https://chat.office.example:8443", "http://chat.office.example:8443/trust", "AB:CD", true},
		decoded[namedServer](aiko.asks("PUT", "/public-name", object{"name": "Chat.Office.Example"}).is(200)))
	require.Equal(t, "chat.office.example", taken)
	require.Equal(t, "https://chat.office.example:8443", aiko.bootstrap().Capabilities.LinkBase, "copied links begin like those of invites")
	require.Equal(t, "chat.office.example", decoded[publicName](aiko.asks("GET", "/public-name", nil).is(200)).Name)
	require.Equal(t, "new", string(h.request("GET", "/trust/courtyard-root.cer", nil, nil).is(200).body), "the old root is gone")
	require.NotContains(t, string(h.request("GET", "/trust", nil, nil).is(200).body), "0L:D0")
	aiko.asks("PUT", "/public-name", object{"name": "kaede.office.example"}).is(200)
}

func TestANameThatCannotComeIntoServiceIsNotKept(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Naming = &Naming{Ask: true, Suggestions: func() []string { return []string{"kaede"} },
			MaySign: func(string) bool { return true },
			Take:    func(context.Context, string) (*Trust, bool, error) { return nil, false, errors.New("no certificate") }}
	})
	aiko := h.owner("Aiko")
	aiko.asks("PUT", "/public-name", object{"name": "chat.office.example"}).isProblem(500, "internal")
	require.Equal(t, publicName{"", true, true, []string{"kaede"}, 0}, decoded[publicName](aiko.asks("GET", "/public-name", nil).is(200)))
}

func TestOnlyTheInstancesOwnerNamesTheServer(t *testing.T) {
	taken := ""
	h := nameable(t, &taken)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	ben.asks("GET", "/public-name", nil).isProblem(403, "right_missing")
	ben.asks("PUT", "/public-name", object{"name": "chat.office.example"}).isProblem(403, "right_missing")
	h.asks(nil, "PUT", "/public-name", object{"name": "chat.office.example"}).isProblem(401, "not_signed_in")
	require.Empty(t, taken)
}

func TestOnceOthersMayTrustTheAuthorityANewOneTakesAWordMore(t *testing.T) {
	taken := ""
	h := nameable(t, &taken)
	aiko := h.owner("Aiko")
	h.joins("Ben", aiko, 1)
	h.browser().signsIn("Ben").is(201)
	offer := decoded[publicName](aiko.asks("GET", "/public-name", nil).is(200))
	require.Equal(t, publicName{"", false, true, []string{"kaede", "192.168.1.5"}, 1}, offer, "programs trust nothing")
	aiko.asks("PUT", "/public-name", object{"name": "chat.office.example"}).isProblem(409, "authority_in_use")
	require.Empty(t, taken)
	require.Empty(t, decoded[publicName](aiko.asks("GET", "/public-name", nil).is(200)).Name)
	aiko.asks("PUT", "/public-name", object{"name": "kaede.local"}).is(200)
	require.Equal(t, "kaede.local", taken, "the present root may sign for it: nobody notices")
	aiko.asks("PUT", "/public-name", object{"name": "chat.office.example", "new_root": true}).is(200)
	require.Equal(t, "chat.office.example", taken)
}

func TestWhereTheSettingsNameTheServerSetUpDoesNotAsk(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	require.Equal(t, publicName{"", false, false, []string{}, 0}, decoded[publicName](aiko.asks("GET", "/public-name", nil).is(200)))
	aiko.asks("PUT", "/public-name", object{"name": "chat.office.example"}).isProblem(409, "public_name_fixed")
}
