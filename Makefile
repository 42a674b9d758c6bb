# What each target does stands in scripts/; CONTRIBUTING.md says when to use which.
.PHONY: run test check build dev generate bench crash

run: build ## build and start Courtyard with its defaults
	exec dist/courtyard

test: ## everything that CI runs
	scripts/test

check: ## format, vet, lint, types, generated files current, fuzz targets
	scripts/check

build: ## one static, stripped binary in dist/
	scripts/build

dev: ## both sides, reloading when a file changes
	scripts/dev

generate: ## TypeScript types of the API, .env.example
	scripts/generate

bench: build ## measure, print a table, write bench.json
	go run ./scripts/bench

crash: build ## kill the server again and again, count what is lost
	go run ./scripts/crash
