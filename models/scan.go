package models

import (
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// scan runs a query and reads its rows without reflection: columns gives the places in a row, which begins as blank.
func scan[T any](db *gorm.DB, blank T, columns func(*T) []any, query string, values ...any) (found []T, err error) {
	found = []T{}
	rows, err := db.Raw(query, values...).Rows()
	if err != nil {
		return nil, storageError(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := blank
	into := columns(&row)
	for rows.Next() {
		row = blank
		if err := rows.Scan(into...); err != nil {
			return nil, storageError(err)
		}
		found = append(found, row)
	}
	return found, storageError(rows.Err())
}

// rare is the place of a column that holds, as a JSON object, what most rows lack, and is NULL in those: each column costs the driver
// two locks and more.
type rare struct{ row any }

// Scan sets what the object holds; it is called by database/sql.
func (r rare) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(value), r.row)
	default:
		return fmt.Errorf("a rare column holds a %T", value)
	}
}
