//go:build !linux

package main

import (
	"context"
	"fmt"
)

// dropped is Linux's.
func (c *crash) dropped(context.Context) error {
	return fmt.Errorf("%w: a file system is cut off on Linux only", errUntried)
}
