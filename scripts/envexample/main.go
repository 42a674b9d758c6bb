// Command envexample prints the text of .env.example.
package main

import (
	"fmt"
	"os"

	"courtyard/app/config"
)

func main() {
	text, err := config.Example()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(text)
}
