package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"courtyard/app/config"
	"courtyard/certs"
	"courtyard/doctor"
	"courtyard/models"
)

// errFaults says that doctor found something that keeps Courtyard from working; what, was printed.
var errFaults = errors.New("something keeps Courtyard from working; what to do stands above")

// examine is the command doctor: what the settings name is looked at, and nothing is opened for writing.
func examine(start *config.Start) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &start.Config
	stored, _ := models.Inspect(ctx, c.Database()) // doctor itself says what is wrong with it
	p := newPlace(c, stored.PublicName, slog.New(slog.DiscardHandler))
	i := doctor.Instance{Config: c, Problems: start.Problems, Warnings: start.Warnings, Bucket: fileBucket(c, nil), Clock: time.Now}
	i.Built, _ = time.Parse(time.RFC3339, built)
	addresses, err := certs.LANAddresses()
	if err != nil {
		return err
	}
	if !c.TLSOff() {
		o := p.certificates(addresses)
		i.Certificates = &o
		if c.SSLCertfile != "" {
			p.authority, _ = certs.Open(o) // own files are only read; doctor itself says what is wrong with them
		}
	}
	i.URLs = p.urls()
	i.OnlyHere = onlyHere(shared(i.URLs))
	fmt.Printf("Courtyard %s\n\n", version)
	if doctor.Print(os.Stdout, doctor.Examine(ctx, i)) > 0 {
		return errFaults
	}
	return nil
}
