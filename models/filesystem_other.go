//go:build !linux

package models

// refuseNetworkFileSystem knows only Linux's file systems.
func refuseNetworkFileSystem(string) error { return nil }
