package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	_ "github.com/glebarez/go-sqlite" // reads what a server has left
)

// column is a query's first column.
func column(ctx context.Context, path, query string) (all []string, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=rw")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// whole lets SQLite check the database of a server that has stopped.
func whole(ctx context.Context, path string) error {
	found, err := column(ctx, path, "PRAGMA quick_check")
	if err == nil && (len(found) != 1 || found[0] != "ok") {
		err = fmt.Errorf("%s is damaged: %s", filepath.Base(path), found)
	}
	return err
}
