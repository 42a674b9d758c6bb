package main

import "slices"

// Latencies are counted in steps of 20 µs up to 10 s; what takes longer counts as 10 s.
const (
	latencyStep  = 20_000 // nanoseconds
	latencySteps = 500_000
)

// histogram counts latencies; millions of them fit in 2 MB.
type histogram struct {
	counts []uint32
	total  int64
}

func newHistogram() *histogram { return &histogram{counts: make([]uint32, latencySteps)} }

func (h *histogram) add(nanoseconds int64) {
	h.counts[min(max(nanoseconds, 0)/latencyStep, latencySteps-1)]++
	h.total++
}

// percentile is the latency in ms that a share of all stay at or under.
func (h *histogram) percentile(share float64) float64 {
	wanted := int64(share * float64(h.total))
	for i, n := range h.counts {
		if wanted -= int64(n); wanted <= 0 && h.total > 0 {
			return float64(i+1) * latencyStep / 1e6
		}
	}
	return 0
}

// percentileOf sorts values and gives the one that a share of them stay at or under.
func percentileOf(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(len(values)-1, int(share*float64(len(values))))]
}
