package handlers

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/models"
)

const (
	// cookiePrefix is followed by the account's id. __Host- ties a cookie to this very host, over TLS, for all paths (RFC 6265bis §4.1.3.2).
	cookiePrefix = "__Host-sid-"
	// cookieLife is as long as a session can live at all.
	cookieLife = 90 * 24 * time.Hour
	// cookieAccounts is how many accounts one browser may be signed in with.
	cookieAccounts = 10
	// accountHeader names the acting account where a browser has several.
	accountHeader = "X-Account"
)

// bearer is a program's token, or "".
func bearer(c *web.Ctx) string {
	scheme, token, _ := strings.Cut(c.Get(web.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// sessionCookies are the tokens of a browser's accounts, by account.
func sessionCookies(c *web.Ctx) map[int64]string {
	cookies := map[int64]string{}
	for name, value := range c.Context().Request.Header.Cookies() {
		id, found := strings.CutPrefix(string(name), cookiePrefix)
		account, err := strconv.ParseInt(id, 10, 64)
		if found && err == nil && allPlain(id) && len(cookies) < 2*cookieAccounts { // more than may be: some are of ended sessions
			cookies[account] = string(value)
		}
	}
	return cookies
}

// token is the one credential that a request acts with, or "".
func token(c *web.Ctx) (token string, account int64) {
	if t := bearer(c); t != "" {
		return t, 0
	}
	cookies := sessionCookies(c)
	named := c.Get(accountHeader)
	if named == "" {
		named = c.Query("account")
	}
	if named == "" && len(cookies) == 1 {
		for account, t := range cookies {
			return t, account
		}
	}
	account, err := strconv.ParseInt(named, 10, 64)
	if err != nil || !allPlain(named) {
		return "", 0
	}
	return cookies[account], account
}

// authenticate finds out who asks; routes decide whether anybody must.
func (s *Server) authenticate(c *web.Ctx) error {
	t, account := token(c)
	if t == "" {
		return c.Next()
	}
	// Not c.Context(): that one ends with the server, not with the request.
	actor, err := s.app.Authenticate(c.UserContext(), t, bearer(c) != "")
	if err == nil && (account == 0 || account == actor.Account) {
		c.Locals(localActor, actor)
	} else if err != nil && !hasCode(err, app.ErrNotSignedIn) {
		return err
	}
	return c.Next()
}

// actorOf is who asks, if anybody is signed in.
func actorOf(ctx context.Context) (models.Actor, bool) {
	actor, ok := ctx.Value(localActor).(models.Actor)
	return actor, ok
}

// sessionCookie keeps a browser signed in; on a shared computer only until it is closed.
func sessionCookie(account int64, token string, shared bool) string {
	if shared {
		return cookie(account, token, "")
	}
	return cookie(account, token, "; Max-Age="+strconv.Itoa(int(cookieLife.Seconds())))
}

// endedCookie removes a browser's cookie.
func endedCookie(account int64) string { return cookie(account, "", "; Max-Age=0") }

func cookie(account int64, token, life string) string {
	return cookiePrefix + strconv.FormatInt(account, 10) + "=" + token + life + "; Path=/; Secure; HttpOnly; SameSite=Strict"
}

// addressOfContext is who a typed route's request comes from, as limits and sessions remember it.
func addressOfContext(ctx context.Context) string {
	a, _ := ctx.Value(localAddress).(netip.Addr)
	return addressKey(a)
}
