package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"courtyard/app"
	"courtyard/app/hub"
	"courtyard/models"
	"courtyard/scripts/drive"
)

// storeSenders is how many people send at the same time; each waits for his commit.
const storeSenders = 128

// storeRate sends through the rules and the store in this process, wired as the server wires them, with nobody connected.
func (b *bench) storeRate(ctx context.Context) (f figures, err error) {
	folder, err := b.fresh("store")
	if err != nil {
		return nil, err
	}
	h := hub.New(slog.Default(), hub.QuietStart)
	defer h.Close(time.Second)
	store, err := models.Open(models.Options{
		Path: filepath.Join(folder, "courtyard.db"), Version: "bench", Publish: h.Publish, Clock: time.Now,
	})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	rules := app.New(store, app.Options{AccountCreation: "open", SetupCode: drive.SetupCode, TestMode: true})
	people, channel, err := populate(ctx, rules, store)
	if err != nil {
		return nil, err
	}
	lasting := pick[time.Duration](b.quick, 2, 10) * time.Second
	count, err := sendFor(ctx, rules, people, channel, lasting)
	return figures{"talk_store_rate": float64(count) / lasting.Seconds()}, err
}

// populate gives the senders, all in one channel.
func populate(ctx context.Context, rules *app.App, store *models.Store) (people []int64, channel int64, err error) {
	owner, workspace, err := rules.SetUp(ctx, app.Setup{
		Code: drive.SetupCode, Organisation: "Example", Workspace: "Office",
		NewAccount: app.NewAccount{Name: "Aiko", Username: "aiko", Password: "kasumi-harbour-0"},
	})
	if err != nil {
		return nil, 0, err
	}
	invite, err := rules.CreateInvite(ctx, owner.ID, workspace.ID, app.InviteLimits{})
	if err != nil {
		return nil, 0, err
	}
	for i := range storeSenders {
		name := fmt.Sprintf("member%d", i)
		me, _, err := rules.CreateAccount(ctx, app.NewAccount{Name: name, Username: name, Password: "kasumi-harbour-1"}, invite.Code)
		if err != nil {
			return nil, 0, err
		}
		people = append(people, me.ID)
	}
	channels, err := store.ChannelIDs(ctx, owner.ID)
	if err != nil || len(channels) == 0 {
		return nil, 0, errors.Join(err, errors.New("the workspace has no channel"))
	}
	return people, channels[0], nil
}

// sendFor lets everybody send as fast as his commits come back, and counts.
func sendFor(ctx context.Context, rules *app.App, people []int64, channel int64, lasting time.Duration) (int64, error) {
	var count atomic.Int64
	var failed atomic.Pointer[error]
	var work sync.WaitGroup
	end := time.Now().Add(lasting)
	for number, person := range people {
		work.Go(func() {
			for i := 0; time.Now().Before(end) && failed.Load() == nil; i++ {
				_, _, err := rules.SendMessage(ctx, person, app.NewMessage{
					Channel: channel, Nonce: nonce("store", i), Text: drive.Text(number + i*len(people)),
				})
				if err != nil {
					failed.Store(&err)
					return
				}
				count.Add(1)
			}
		})
	}
	work.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return count.Load(), nil
}
