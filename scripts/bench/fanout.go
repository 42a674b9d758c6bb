package main

import (
	"context"
	"errors"
	"time"
)

// talk is one load on one channel whose members are all connected.
type talk struct {
	people int
	tls    bool
	load
}

// talk opens an office of its size, connects everybody and bears the load.
func (b *bench) talk(ctx context.Context, t talk) (o outcome, err error) {
	office, err := b.office(ctx, officeSize{t.people, 1})
	if err != nil {
		return o, err
	}
	s, err := b.open(ctx, office, t.tls)
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	c, err := s.gather(ctx, t.people)
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	o, err = c.bear(ctx, b.runs.next(), t.load)
	b.note("%d people, %.0f/s: %s", t.people, t.perSecond, o)
	return o, err
}

func (b *bench) fanout1000(ctx context.Context) (figures, error) {
	o, err := b.talk(ctx, talk{people: pick(b.quick, 200, 1000), load: load{
		perSecond: 20, lasting: pick[time.Duration](b.quick, 3, 30) * time.Second, senders: 5, settle: 20 * time.Second,
	}})
	return figures{
		"talk_fanout1000_lost": float64(o.lost()), "talk_fanout1000_disorder": float64(o.disorder),
		"talk_fanout1000_p50_ms": o.p50, "talk_fanout1000_p99_ms": o.p99,
	}, err
}

func (b *bench) fanout5000(ctx context.Context) (figures, error) {
	o, err := b.talk(ctx, talk{people: pick(b.quick, 500, 5000), load: load{
		perSecond: 5, lasting: pick[time.Duration](b.quick, 3, 30) * time.Second, senders: 5, settle: 20 * time.Second,
	}})
	return figures{"talk_fanout5000_lost": float64(o.lost()), "talk_fanout5000_p99_ms": o.p99}, err
}

// busy is the load under which processor time is measured; the process's clock ticks in 10 ms.
func (b *bench) busy(ctx context.Context, tls bool) (outcome, error) {
	o, err := b.talk(ctx, talk{people: pick(b.quick, 200, 1000), tls: tls, load: load{
		perSecond: 50, lasting: pick[time.Duration](b.quick, 3, 20) * time.Second, senders: 5, settle: 20 * time.Second,
	}})
	if err == nil && o.lost() != 0 {
		err = errors.New("deliveries were lost, so their cost means nothing")
	}
	return o, err
}

func (b *bench) cpuPlain(ctx context.Context) (figures, error) {
	o, err := b.busy(ctx, false)
	return figures{"talk_cpu_plain_us": o.perDelivery(o.server)}, err
}

func (b *bench) cpuTLS(ctx context.Context) (figures, error) {
	o, err := b.busy(ctx, true)
	return figures{"talk_cpu_tls_us": o.perDelivery(o.server)}, err
}
