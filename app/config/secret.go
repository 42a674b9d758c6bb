package config

import (
	"fmt"
	"io"
	"log/slog"
)

const hidden = "***"

// Secret is a value that no print, log or encoding shows.
type Secret string

// Reveal returns the value itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the value.
func (Secret) String() string { return hidden }

// GoString hides the value from %#v.
func (Secret) GoString() string { return hidden }

// Format hides the value from every verb, the wrong ones included.
func (Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, hidden) }

// MarshalText hides the value from JSON and its like.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the value from the log.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
