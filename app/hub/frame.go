package hub

import "encoding/binary"

// Opcodes of RFC 6455 §5.2, with the FIN bit: our messages are never split.
const (
	finText  = 0x81
	finClose = 0x88
	finPing  = 0x89
	finPong  = 0x8a
)

// Close codes, each with whether the client shall come back (RFC 6455 §7.4.2 leaves 4000–4999 to applications). What is wrong
// with a frame itself is told by the standard's own: 1002 broken, 1003 binary, 1007 no UTF-8, 1009 too large.
const (
	CloseGoingAway  = 1001 // come back after the time in the reason
	CloseSignedOut  = 4401 // do not come back before signing in
	CloseNotAllowed = 4403 // do not come back
	CloseTooSlow    = 4408 // come back
	CloseOutOfDate  = 4410 // load the page again
	CloseTooMany    = 4429 // come back later
)

// pingFrame asks for a sign of life.
var pingFrame = frame(finPing, nil)

// TextFrame is a server's WebSocket text frame: unmasked, in one piece (RFC 6455 §5.2).
func TextFrame(body []byte) []byte { return frame(finText, body) }

// PongFrame answers a ping with its own body (RFC 6455 §5.5.3).
func PongFrame(body []byte) []byte { return frame(finPong, body) }

func closeFrame(code int, reason string) []byte {
	return frame(finClose, append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...))
}

func frame(opcode byte, body []byte) []byte {
	n := len(body)
	out := make([]byte, 0, n+10)
	switch {
	case n < 126:
		out = append(out, opcode, byte(n))
	case n <= 0xffff:
		out = binary.BigEndian.AppendUint16(append(out, opcode, 126), uint16(n))
	default:
		out = binary.BigEndian.AppendUint64(append(out, opcode, 127), uint64(n))
	}
	return append(out, body...)
}
