package handlers

import (
	"context"
	"net/netip"

	"courtyard/app"
	"courtyard/certs"
	"courtyard/models"
)

// Naming is how the owner chooses the name that people type.
type Naming struct {
	// Ask is whether set-up asks: not where only this machine can open the server.
	Ask bool
	// Suggestions are names and addresses that may work, the best one first.
	Suggestions func() []string
	// MaySign says whether the present root may sign for a name.
	MaySign func(name string) bool
	// Take puts a name into service and gives the authority as it is afterwards, and whether its root is a new one.
	Take func(ctx context.Context, name string) (*Trust, bool, error)
}

type publicName struct {
	Name        string   `json:"name" doc:"What people type; empty while nobody has chosen."`
	Ask         bool     `json:"ask" doc:"Whether the last step of the set-up asks for it."`
	Changeable  bool     `json:"changeable" doc:"Whether it can be chosen here, and not only by the settings or an own certificate."`
	Suggestions []string `json:"suggestions" doc:"Names and addresses of this machine, the best one first."`
	Devices     int      `json:"devices" doc:"How many other browsers are signed in; each may trust the present root certificate."`
}

// publicName is for the last step of the set-up, and for the settings later on.
func (s *Server) publicName(ctx context.Context, actor models.Actor, _ *none) (*answer[publicName], error) {
	if err := s.app.MayName(actor); err != nil {
		return nil, err
	}
	out := publicName{Suggestions: []string{}}
	var err error
	if out.Name, err = s.store.PublicName(ctx); err != nil {
		return nil, err
	}
	if n := s.options.Naming; n != nil {
		alone, err := s.store.FirstAlone(ctx)
		if err != nil {
			return nil, err
		}
		out.Ask, out.Changeable, out.Suggestions = n.Ask && alone, true, n.Suggestions()
	}
	if out.Devices, err = s.store.SignedInBrowsers(ctx, actor.Session); err != nil {
		return nil, err
	}
	return &answer[publicName]{out}, nil
}

type setPublicNameInput struct {
	Body struct {
		Name    string `json:"name" maxLength:"253" doc:"A host name, or an address of a private network."`
		NewRoot bool   `json:"new_root,omitempty" doc:"Whether a new root certificate may take the place of one that devices may trust."`
	}
}

type namedServer struct {
	Name        string `json:"name"`
	URL         string `json:"url" doc:"Where the server is found by this name."`
	TrustURL    string `json:"trust_url" doc:"Where a device comes to trust it, over plain HTTP."`
	Fingerprint string `json:"fingerprint" doc:"SHA-256 of the root to trust."`
	NewRoot     bool   `json:"new_root" doc:"Devices that trusted the old one have to trust anew."`
}

func (s *Server) setPublicName(ctx context.Context, actor models.Actor, in *setPublicNameInput) (*answer[namedServer], error) {
	if err := s.app.MayName(actor); err != nil {
		return nil, err
	}
	naming := s.options.Naming
	if naming == nil {
		return nil, app.ErrPublicNameFixed
	}
	name, ok := certs.PublicName(in.Body.Name)
	if _, err := netip.ParseAddr(name); err == nil {
		ok = ok && s.options.HostAllowed(name) // an address is the machine's, or it leads elsewhere
	}
	if !ok {
		return nil, app.ErrPublicNameInvalid
	}
	var trust *Trust
	newRoot := false
	err := s.app.NameServer(ctx, actor, app.ServerName{
		Name: name, NeedsRoot: func() bool { return !naming.MaySign(name) }, Agreed: in.Body.NewRoot,
		Take: func() (err error) {
			if trust, newRoot, err = naming.Take(ctx, name); err == nil {
				s.trust.Store(trust) // in service already, whatever becomes of the commit
			}
			return err
		},
	})
	if err != nil {
		return nil, err
	}
	s.log.Info("the server was given the name that people type", "new_root", newRoot)
	return &answer[namedServer]{namedServer{name, s.linkBase(ctx), s.trustURL(ctx), trust.Fingerprint, newRoot}}, nil
}
