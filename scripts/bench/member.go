package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"net"

	"courtyard/scripts/drive"
)

// Opcodes of RFC 6455 §5.2 with the FIN bit.
const (
	finText  = 0x81
	finClose = 0x88
	finPing  = 0x89
	finPong  = 0x8a
)

// How a delivery begins: the one frame of which there are millions, so it is never decoded as JSON.
var (
	createdStart = []byte(`{"type":"message.created","channel":`)
	revStart     = []byte(`,"rev":`)
)

// member is one connected socket of the crowd.
type member struct {
	crowd   *crowd
	account drive.Account
	conn    net.Conn // TLS; or plain, until the poller has taken its descriptor
	polled  *polled
	carry   []byte // the beginning of a frame whose rest has not arrived

	resumed  bool
	gone     bool
	rev      int64 // last rev of the watched channel
	gapAfter int64 // rev before the first gap, −1 without one
	disorder int64
	others   int64 // deliveries in other channels
	frames   int64 // of text
}

// feed takes what was read. The crowd's mutex is held.
func (m *member) feed(data []byte, now int64) {
	if len(m.carry) > 0 {
		m.carry = append(m.carry, data...)
		data = m.carry
	}
	for {
		opcode, body, rest, complete := cutFrame(data)
		if !complete {
			break
		}
		m.frame(opcode, body, now)
		data = rest
	}
	m.carry = append(m.carry[:0], data...)
}

// cutFrame takes a server's frame off: unmasked and in one piece.
func cutFrame(data []byte) (opcode byte, body, rest []byte, complete bool) {
	if len(data) < 2 {
		return 0, nil, nil, false
	}
	length, start := uint64(data[1]), 2
	switch {
	case length == 126 && len(data) >= 4:
		length, start = uint64(binary.BigEndian.Uint16(data[2:])), 4
	case length == 127 && len(data) >= 10:
		length, start = binary.BigEndian.Uint64(data[2:]), 10
	case length >= 126:
		return 0, nil, nil, false
	}
	if uint64(len(data)-start) < length {
		return 0, nil, nil, false
	}
	end := start + int(length)
	return data[0], data[start:end], data[end:], true
}

func (m *member) frame(opcode byte, body []byte, now int64) {
	switch opcode {
	case finText:
		m.frames++
		if rest, found := bytes.CutPrefix(body, createdStart); found {
			m.created(rest, now)
			return
		}
		if rest, found := bytes.CutPrefix(body, updatedStart); found {
			m.updated(rest, now)
			return
		}
		m.answer(body)
	case finPing:
		m.gone = m.write(clientFrame(finPong, body)) != nil
	case finClose:
		m.gone = true
	}
}

func (m *member) created(body []byte, now int64) {
	channel, rest := number(body)
	rest, found := bytes.CutPrefix(rest, revStart)
	if !found || channel != m.crowd.tally.channel {
		m.others++
		return
	}
	rev, rest := number(rest)
	if rev != m.rev+1 {
		m.disorder++
		if m.gapAfter < 0 {
			m.gapAfter = m.rev
		}
	}
	m.rev = max(m.rev, rev)
	m.crowd.tally.delivered(rest, now)
}

func (m *member) updated(body []byte, now int64) {
	_, rest := number(body)
	rest, _ = bytes.CutPrefix(rest, revStart)
	_, rest = number(rest)
	if rest, found := bytes.CutPrefix(rest, messageStart); found && m.crowd.changes != nil {
		id, _ := number(rest)
		m.crowd.changes.delivered(id, now)
	}
}

// answer takes the rare frames: what the server says to this socket alone, and other events, which are passed over.
func (m *member) answer(body []byte) {
	var f struct {
		Type, Ref, Code string
		Seq, Rev        int64
		Channels        map[int64]int64
	}
	if !bytes.HasPrefix(body, []byte(`{"type":"ack"`)) && !bytes.HasPrefix(body, []byte(`{"type":"resumed"`)) &&
		!bytes.HasPrefix(body, []byte(`{"type":"error"`)) || json.Unmarshal(body, &f) != nil {
		return
	}
	switch f.Type {
	case "ack":
		m.crowd.tally.acknowledged(f.Ref, f.Seq, f.Rev)
	case "resumed":
		m.resumed, m.rev, m.gapAfter = true, f.Channels[m.crowd.tally.channel], -1
	case "error":
		m.crowd.tally.refused++
		m.crowd.tally.refusal = f.Code
	}
}

// write sends a frame; its error means that the socket is gone.
func (m *member) write(frame []byte) error {
	if m.polled != nil {
		return m.polled.write(frame)
	}
	_, err := m.conn.Write(frame)
	return err
}

// clientFrame is a client's frame in one piece, masked with zeros (RFC 6455 §5.3): legal bytes, and no work for this side.
func clientFrame(opcode byte, body []byte) []byte {
	const masked = 0x80
	n := len(body)
	frame := make([]byte, 0, n+14)
	switch {
	case n < 126:
		frame = append(frame, opcode, masked|byte(n))
	case n <= 0xffff:
		frame = binary.BigEndian.AppendUint16(append(frame, opcode, masked|126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, opcode, masked|127), uint64(n))
	}
	return append(append(frame, 0, 0, 0, 0), body...)
}
