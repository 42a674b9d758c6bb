package app

import (
	"encoding/json"
	"strings"
	"sync"

	"github.com/nbutton23/zxcvbn-go/data"
)

// commonPasswords is read when the first password is chosen: most starts of the server never need it.
var commonPasswords = sync.OnceValue(func() map[string]struct{} {
	var list struct{ List []string }
	asset, err := data.Asset("data/Passwords.json")
	if err != nil || json.Unmarshal(asset, &list) != nil {
		panic("the list of common passwords is not readable") // it is part of the binary
	}
	set := make(map[string]struct{}, len(list.List))
	for _, p := range list.List {
		set[p] = struct{}{}
	}
	return set
})

// common says whether a password is one of the commonest, whatever its case.
func common(password string) bool {
	_, found := commonPasswords()[strings.ToLower(password)]
	return found
}
