package main

import "context"

// firstMessage is what a cold browser of somebody who is signed in takes to show the newest message, and how much it loads.
func (b *bench) firstMessage(ctx context.Context) (figures, error) {
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	return b.visit(ctx, o, true, func(*stage) page { return page{script: "first-message"} })
}
