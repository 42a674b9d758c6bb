package main

import "context"

// row is one line of the table: a figure and what it has to reach.
type row struct {
	id, unit string
	reach    float64
	// atLeast turns the comparison around: by default a figure has to stay at or under its reach.
	atLeast bool
	// once stands at a group's first row where it takes too long to be measured several times.
	once bool
}

func (r row) reached(value float64) bool {
	if r.atLeast {
		return value >= r.reach
	}
	return value <= r.reach
}

// figures are the values of one run, by the row's id.
type figures map[string]float64

// group is the rows that one measurement gives.
type group struct {
	rows    []row
	measure func(*bench, context.Context) (figures, error)
}

// groups is everything that is measured, in this order: what needs a quiet machine first.
var groups = []group{
	{[]row{{id: "talk_start_empty_ms", unit: "ms", reach: 80}}, (*bench).startEmpty},
	{[]row{{id: "talk_binary_mb", unit: "MB", reach: 45}}, (*bench).binarySize},
	{[]row{{id: "talk_idle_mb", unit: "MB", reach: 40}}, (*bench).idle},
	{[]row{{id: "talk_ack_p50_ms", unit: "ms", reach: 1.2}, {id: "talk_ack_p99_ms", unit: "ms", reach: 3}}, (*bench).acknowledgement},
	{[]row{{id: "talk_store_rate", unit: "messages/s", reach: 6000, atLeast: true}}, (*bench).storeRate},
	{[]row{
		{id: "talk_first_message_ms", unit: "ms", reach: 600}, {id: "talk_shell_kib", unit: "KiB", reach: 120},
	}, (*bench).firstMessage},
	{[]row{{id: "talk_newest50_p99_ms", unit: "ms", reach: 3}}, (*bench).newest50},
	{[]row{{id: "talk_start_million_ms", unit: "ms", reach: 150}}, (*bench).startMillion},
	{[]row{{id: "talk_conn_tls_kib", unit: "KiB", reach: 45}}, (*bench).connectionMemory},
	{[]row{
		{id: "talk_fanout1000_lost", unit: "deliveries"}, {id: "talk_fanout1000_disorder", unit: "deliveries"},
		{id: "talk_fanout1000_p50_ms", unit: "ms", reach: 8}, {id: "talk_fanout1000_p99_ms", unit: "ms", reach: 16},
	}, (*bench).fanout1000},
	{[]row{{id: "talk_cpu_plain_us", unit: "µs/delivery", reach: 8}}, (*bench).cpuPlain},
	{[]row{{id: "talk_cpu_tls_us", unit: "µs/delivery", reach: 10}}, (*bench).cpuTLS},
	{[]row{{id: "talk_rate100", unit: "messages/s", reach: 4500, atLeast: true}}, (*bench).rate100},
	{[]row{{id: "talk_rate1000", unit: "messages/s", reach: 1500, atLeast: true}}, (*bench).rate1000},
	{[]row{
		{id: "talk_fanout5000_lost", unit: "deliveries"}, {id: "talk_fanout5000_p99_ms", unit: "ms", reach: 120},
	}, (*bench).fanout5000},
	{[]row{{id: "doors_address_change_s", unit: "s", reach: 30}}, (*bench).addressChange},
	{[]row{{id: "doors_storm_all_back_s", unit: "s", reach: 15}, {id: "doors_storm_lost", unit: "messages"}}, (*bench).storm},
	{[]row{{id: "doors_slow_p99_ratio", unit: "times", reach: 1.3}}, (*bench).slow},
	{[]row{{id: "doors_flood_probe_p99_ms", unit: "ms", reach: 250}}, (*bench).flood},
	{[]row{{id: "doors_bootstrap_p99_ms", unit: "ms", reach: 30}, {id: "doors_bootstrap_kib", unit: "KiB", reach: 200}}, (*bench).bootstrap},
	{[]row{{id: "conversation_reaction1000_p99_ms", unit: "ms", reach: 20}}, (*bench).reaction1000},
	{[]row{{id: "conversation_presence_frames", unit: "frames", reach: 20}}, (*bench).presence},
	{[]row{
		{id: "conversation_switch_warm_ms", unit: "ms", reach: 50}, {id: "conversation_switch_cold_ms", unit: "ms", reach: 150},
	}, (*bench).switching},
	{[]row{{id: "conversation_return_ms", unit: "ms", reach: 1000}}, (*bench).comeBack},
	{[]row{{id: "conversation_mention_complete_ms", unit: "ms", reach: 50}}, (*bench).completion},
	{[]row{
		{id: "conversation_scroll_p95_ms", unit: "ms", reach: 20}, {id: "conversation_long_tasks", unit: "tasks"},
	}, (*bench).scroll},
	{[]row{{id: "conversation_heap_growth_mb", unit: "MB", reach: 30, once: true}}, (*bench).growth},
	{[]row{{id: "files_up_mb", unit: "MB", reach: 24}, {id: "files_up_ratio", unit: "times", reach: 0.6, atLeast: true}}, (*bench).largeUp},
	{[]row{{id: "files_down8_mb", unit: "MB", reach: 32}}, (*bench).largeDown},
	{[]row{{id: "files_resume_wrong", unit: "files"}, {id: "files_resume_waste_pct", unit: "%", reach: 3}}, (*bench).resume},
	{[]row{{id: "files_thumb_ms", unit: "ms", reach: 700}}, (*bench).thumb},
	{[]row{{id: "files_pdf_first_ms", unit: "ms", reach: 1_000}}, (*bench).firstPage},
	{[]row{{id: "files_gallery_p95_ms", unit: "ms", reach: 20}, {id: "files_gallery_shift", unit: "of the window"}}, (*bench).gallery},
	{[]row{{id: "files_thumb20_mb", unit: "MB", reach: 150}}, (*bench).thumbs},
	{[]row{{id: "files_kill_wrong", unit: "files", once: true}}, (*bench).killedUploads},
	{[]row{{id: "files_talk_p99_ratio", unit: "times", reach: 1.5}}, (*bench).talkBesideUploads},
	{[]row{{id: "doors_soak_goroutines", unit: "goroutines", once: true}, {id: "doors_soak_mb", unit: "MB", reach: 8}}, (*bench).soak},
}
