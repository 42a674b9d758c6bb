package handlers

import (
	"net/http"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
)

// routes is every address that Courtyard answers, with who may use it. Rights in a workspace are checked in app.
func (s *Server) routes() {
	const get, head, post, put, patch, del = http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete

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

	// One's own uploads, by tus.
	s.web.Use(uploadsPath, tus)
	s.web.Options(uploadsPath, s.tusOptions)
	s.signedInRaw(post, uploadsPath, s.beginUpload, classUploads)
	s.signedInRaw(head, uploadsPath+"/:id", s.uploadState)
	s.signedInRaw(patch, uploadsPath+"/:id", s.receiveUpload)
	s.signedInRaw(del, uploadsPath+"/:id", s.giveUpUpload)

	// Everybody inside the guard.
	open(s, get, "/capabilities", s.capabilities)
	open(s, post, "/setup", s.setUp, boundSetup)
	open(s, post, "/accounts", s.createAccount, boundCodes)
	open(s, get, "/accounts", s.accountsHere)
	open(s, post, "/sessions", s.signIn, boundSignIn)
	open(s, get, "/invites/{code}", s.previewInvite, boundCodes)
	open(s, post, "/shared", s.visitLink, boundCodes)

	// Everybody with an account: oneself.
	signedIn(s, get, "/sessions", s.sessions)
	signedIn(s, del, "/sessions", s.endOtherSessions)
	signedIn(s, del, "/sessions/current", s.signOut)
	signedIn(s, del, "/sessions/{id}", s.endSession)
	signedIn(s, get, "/me", s.me)
	signedIn(s, patch, "/me", s.updateMe, boundChanges)
	signedIn(s, del, "/me", s.deleteMe, boundPassword)
	signedIn(s, put, "/me/password", s.changePassword, boundPassword)
	signedIn(s, get, "/me/changes", s.meChanges)
	signedIn(s, get, "/users", s.users)
	signedIn(s, get, "/bootstrap", s.bootstrap)
	signedIn(s, post, "/invites/{code}/accept", s.acceptInvite, boundCodes)
	signedIn(s, get, "/workspaces", s.workspaces)
	signedIn(s, post, "/workspaces", s.createWorkspace, boundChanges)
	signedIn(s, post, "/direct", s.beginDirect, boundChanges) // with people who share a workspace

	// The instance's owner.
	signedIn(s, get, "/public-name", s.publicName)
	signedIn(s, put, "/public-name", s.setPublicName)

	// A workspace's members.
	signedIn(s, get, "/workspaces/{id}", s.workspace)
	signedIn(s, patch, "/workspaces/{id}", s.updateWorkspace, boundChanges) // admin and up
	signedIn(s, del, "/workspaces/{id}", s.deleteWorkspace)                 // owner
	signedIn(s, get, "/workspaces/{id}/changes", s.workspaceChanges)
	signedIn(s, patch, "/workspaces/{id}/membership", s.updateWorkspaceMembership)
	signedIn(s, del, "/workspaces/{id}/membership", s.leaveWorkspace)
	signedIn(s, get, "/workspaces/{id}/members", s.members)
	signedIn(s, patch, "/workspaces/{id}/members/{account}", s.setRole, boundChanges) // by rank
	signedIn(s, del, "/workspaces/{id}/members/{account}", s.removeMember)            // admin and up, by rank
	signedIn(s, get, "/workspaces/{id}/files", s.workspaceFiles)                      // of channels that one is in
	signedIn(s, get, "/workspaces/{id}/emoji", s.emoji)
	signedIn(s, post, "/workspaces/{id}/emoji", s.createEmoji, boundChanges)       // moderator and up
	signedIn(s, del, "/workspaces/{id}/emoji/{name}", s.deleteEmoji, boundChanges) // who made it; others': moderator and up
	signedIn(s, get, "/workspaces/{id}/invites", s.invites)                        // moderator and up
	signedIn(s, post, "/workspaces/{id}/invites", s.createInvite, boundChanges)    // moderator and up
	signedIn(s, get, "/workspaces/{id}/invitations", s.invitations)                // admin and up
	signedIn(s, del, "/invites/{id}", s.revokeInvite)                              // moderator and up
	signedIn(s, get, "/workspaces/{id}/channels", s.browse)
	signedIn(s, post, "/workspaces/{id}/channels", s.createChannel, boundChanges)    // moderator and up
	signedIn(s, post, "/workspaces/{id}/categories", s.createCategory, boundChanges) // moderator and up
	signedIn(s, patch, "/categories/{id}", s.updateCategory, boundChanges)           // moderator and up
	signedIn(s, del, "/categories/{id}", s.deleteCategory, boundChanges)             // moderator and up

	// A channel's members; others may join an open one. Who made a private one has all rights in it. In a direct one all are equal.
	signedIn(s, get, "/channels/{id}", s.channel)
	signedIn(s, patch, "/channels/{id}", s.updateChannel, boundChanges) // moderator and up; to archive: admin and up
	signedIn(s, del, "/channels/{id}", s.deleteChannel, boundChanges)   // admin and up
	signedIn(s, get, "/channels/{id}/members", s.channelMembers)
	signedIn(s, put, "/channels/{id}/members/{account}", s.putChannelMember, boundChanges)    // others: to a private one moderator and up, not to a pair
	signedIn(s, del, "/channels/{id}/members/{account}", s.deleteChannelMember, boundChanges) // others: moderator and up
	signedIn(s, patch, "/channels/{id}/membership", s.updateMembership)
	signedIn(s, get, "/channels/{id}/messages", s.messages)
	signedIn(s, post, "/channels/{id}/messages", s.sendMessage)
	signedIn(s, post, "/channels/{id}/preview", s.preview)
	signedIn(s, get, "/channels/{id}/draft", s.draft)
	signedIn(s, put, "/channels/{id}/draft", s.saveDraft)
	signedIn(s, get, "/channels/{id}/changes", s.channelChanges)
	signedIn(s, put, "/channels/{id}/read", s.markRead)
	signedIn(s, post, "/channels/{id}/unread", s.markUnread)

	// Who sees a message.
	signedIn(s, get, "/messages/{id}", s.message)
	signedIn(s, patch, "/messages/{id}", s.editMessage, boundChanges) // the author
	signedIn(s, del, "/messages/{id}", s.deleteMessage, boundChanges) // the author; others': moderator and up
	signedIn(s, get, "/messages/{id}/versions", s.versions)
	signedIn(s, get, "/messages/{id}/seen", s.seenBy) // where the workspace allows it
	signedIn(s, get, "/messages/{id}/reactions", s.reactors)
	signedIn(s, put, "/messages/{id}/reactions", s.react, boundChanges)
	signedIn(s, del, "/messages/{id}/reactions", s.unreact, boundChanges)
	signedIn(s, put, "/messages/{id}/pin", s.pin, boundChanges)   // moderator and up, or everybody
	signedIn(s, del, "/messages/{id}/pin", s.unpin, boundChanges) // moderator and up, or everybody
	signedIn(s, get, "/channels/{id}/pins", s.pins)
	signedIn(s, get, "/channels/{id}/files", s.channelFiles)

	// Who sees a message that the file hangs on, and its owner while it hangs on none.
	signedIn(s, get, "/files/{id}", s.file)
	signedIn(s, patch, "/files/{id}", s.updateFile, boundChanges) // the owner
	signedIn(s, get, "/files/{id}/text", s.text)
	signedIn(s, get, "/files/{id}/entries", s.entries)

	// Links to a file for people without an account. Revoking: their makers, and admins.
	signedIn(s, post, "/files/{id}/links", s.createFileLink, boundChanges) // who the workspace lets
	signedIn(s, get, "/files/{id}/links", s.fileLinks)
	signedIn(s, get, "/workspaces/{id}/links", s.workspaceLinks)
	signedIn(s, del, "/links/{id}", s.revokeFileLink)

	// A thread of a channel, for its members; {id} is the root's. The list is one's own.
	signedIn(s, get, "/threads", s.threads)
	signedIn(s, patch, "/threads/{id}", s.followThread)
	signedIn(s, put, "/threads/{id}/read", s.markThreadRead)
	signedIn(s, post, "/threads/{id}/unread", s.markThreadUnread)

	// The bytes of a file, for who may read it; ?account= names the reader.
	s.web.Use("/files", s.authenticate, s.ownPage)
	s.signedInRaw(get, "/files/:id", s.serveContent(""))
	s.signedInRaw(get, "/files/:id/thumb", s.serveContent(app.PartThumb))
	s.signedInRaw(get, "/files/:id/screen", s.serveContent(app.PartScreen))

	// The picture of a person whom one shares a place with, of a workspace that one is in, or of its emoji; ?account= names the reader.
	s.web.Use("/pictures", s.authenticate, s.ownPage)
	s.signedInRaw(get, "/pictures/:id", s.servePicture)

	// A shared file, for whoever has its link: the page that shows it, and the bytes for a visit that POST /shared began.
	s.web.Get("/shared", s.serveSharedPage)
	s.web.Get("/shared/shared.js", s.serveSharedScript)
	s.web.Use("/shared/file", s.ownPage)
	s.web.Get("/shared/file/:id", s.serveShared)

	// What a file shows of itself: foreign bytes in a closed frame, and the frame in which our renderers work on them.
	s.web.Use("/preview", s.authenticate, s.ownPage)
	s.signedInRaw(get, "/preview/:id", s.servePreview)
	s.web.Get("/frame/workshop", s.serveWorkshop)

	s.refuseOtherMethods()
	s.web.Use("/api", func(*web.Ctx) error { return app.ErrNotFound })
	s.web.Get("/*", s.servePage)
}
