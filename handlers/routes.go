package handlers

import (
	"net/http"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
)

// routes is every address that Courtyard answers, with who may use it. Rights in a workspace are checked in app.
func (s *Server) routes() {
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete

	s.web.Get("/healthz", s.serveHealth)
	s.web.Get("/health", s.serveHealth)
	s.web.Get("/trust", s.serveTrust)
	s.web.Get("/trust/:file", s.serveTrustFile)
	s.web.Get("/api/openapi.json", s.serveDocument)

	s.web.Use(apiBase, compress, s.authenticate, s.sameOrigin, s.jsonBody)
	s.web.Use(apiBase+"/accounts", keepCookies)
	s.web.Use(apiBase+"/sessions", keepCookies)
	s.web.Use(apiBase+"/setup", keepCookies)
	s.web.Get(apiBase+"/socket", s.upgrade())

	// Everybody inside the guard.
	open(s, get, "/capabilities", s.capabilities)
	open(s, post, "/setup", s.setUp, boundSetup)
	open(s, post, "/accounts", s.createAccount, boundCodes)
	open(s, get, "/accounts", s.accountsHere)
	open(s, post, "/sessions", s.signIn, boundSignIn)
	open(s, get, "/invites/{code}", s.previewInvite, boundCodes)

	// Everybody with an account: oneself.
	signedIn(s, get, "/sessions", s.sessions)
	signedIn(s, del, "/sessions", s.endOtherSessions)
	signedIn(s, del, "/sessions/current", s.signOut)
	signedIn(s, del, "/sessions/{id}", s.endSession)
	signedIn(s, get, "/me", s.me)
	signedIn(s, patch, "/me", s.updateMe)
	signedIn(s, del, "/me", s.deleteMe, boundPassword)
	signedIn(s, put, "/me/password", s.changePassword, boundPassword)
	signedIn(s, get, "/me/changes", s.meChanges)
	signedIn(s, get, "/users", s.users)
	signedIn(s, get, "/bootstrap", s.bootstrap)
	signedIn(s, post, "/invites/{code}/accept", s.acceptInvite, boundCodes)
	signedIn(s, get, "/workspaces", s.workspaces)
	signedIn(s, post, "/workspaces", s.createWorkspace)

	// The instance's owner.
	signedIn(s, get, "/public-name", s.publicName)
	signedIn(s, put, "/public-name", s.setPublicName)

	// A workspace's members.
	signedIn(s, get, "/workspaces/{id}", s.workspace)
	signedIn(s, patch, "/workspaces/{id}", s.updateWorkspace) // admin and up
	signedIn(s, del, "/workspaces/{id}", s.deleteWorkspace)   // owner
	signedIn(s, get, "/workspaces/{id}/changes", s.workspaceChanges)
	signedIn(s, del, "/workspaces/{id}/membership", s.leaveWorkspace)
	signedIn(s, get, "/workspaces/{id}/members", s.members)
	signedIn(s, patch, "/workspaces/{id}/members/{account}", s.setRole)    // by rank
	signedIn(s, del, "/workspaces/{id}/members/{account}", s.removeMember) // admin and up, by rank
	signedIn(s, get, "/workspaces/{id}/invites", s.invites)                // moderator and up
	signedIn(s, post, "/workspaces/{id}/invites", s.createInvite)          // moderator and up
	signedIn(s, get, "/workspaces/{id}/invitations", s.invitations)        // admin and up
	signedIn(s, del, "/invites/{id}", s.revokeInvite)                      // moderator and up
	signedIn(s, get, "/workspaces/{id}/channels", s.browse)
	signedIn(s, post, "/workspaces/{id}/channels", s.createChannel)    // moderator and up
	signedIn(s, post, "/workspaces/{id}/categories", s.createCategory) // moderator and up
	signedIn(s, patch, "/categories/{id}", s.updateCategory)           // moderator and up
	signedIn(s, del, "/categories/{id}", s.deleteCategory)             // moderator and up

	// A channel's members; others may join an open one. Who made a private one has all rights in it.
	signedIn(s, get, "/channels/{id}", s.channel)
	signedIn(s, patch, "/channels/{id}", s.updateChannel) // moderator and up; to archive: admin and up
	signedIn(s, del, "/channels/{id}", s.deleteChannel)   // admin and up
	signedIn(s, get, "/channels/{id}/members", s.channelMembers)
	signedIn(s, put, "/channels/{id}/members/{account}", s.putChannelMember)    // others: to a private one moderator and up
	signedIn(s, del, "/channels/{id}/members/{account}", s.deleteChannelMember) // others: moderator and up
	signedIn(s, get, "/channels/{id}/messages", s.messages)
	signedIn(s, post, "/channels/{id}/messages", s.sendMessage)
	signedIn(s, get, "/channels/{id}/changes", s.channelChanges)
	signedIn(s, put, "/channels/{id}/read", s.markRead)
	signedIn(s, post, "/channels/{id}/unread", s.markUnread)

	s.refuseOtherMethods()
	s.web.Use("/api", func(*web.Ctx) error { return app.ErrNotFound })
	s.web.Get("/*", s.servePage)
}
