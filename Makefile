.PHONY: run test relevance test-meilisearch fmt lint openapi bench bench-import bench-search bench-matching deny

# The service with demonstration data, on http://localhost:8080.
run:
	cargo run --locked -- demo

# Everything CI runs.
test: lint
	cargo test --locked --lib --bins --test tidy --test pictures
	tests/with-postgres cargo test --locked --lib -- accounts:: admin:: idempotency:: passports:: places::
	cargo test --locked --test reading -- --nocapture
	cargo test --locked --test relevance
	cargo test --locked --test api
	tests/with-postgres cargo test --locked --test api
	tests/with-s3 cargo test --locked --test api photos
	tests/with-schemathesis

# How well each engine answers people: nDCG@10 and recall@20 by sort of query, side by side.
relevance:
	python3 tests/data/relevance/generate.py --check
	cargo test --locked --test relevance -- --nocapture

# The contract of search and its relevance on the Meilisearch server that
# CIRCULER_TEST_MEILISEARCH_URL and CIRCULER_TEST_MEILISEARCH_KEY name.
test-meilisearch:
	test -n "$(CIRCULER_TEST_MEILISEARCH_URL)"
	cargo test --locked --lib meilisearch -- --include-ignored
	cargo test --locked --test relevance -- --nocapture
	cargo test --locked --test api

fmt:
	cargo fmt

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

# What the API says of itself, kept beside the code: a test fails when it is stale.
openapi:
	cargo run --locked --quiet -- openapi > docs/openapi.json

bench:
	cargo bench --locked --bench first

# An inventory of a hundred thousand rows, stage by stage, each beside a bare one.
bench-import:
	cargo bench --locked --bench import

# Search alone, beside PostgreSQL, and Meilisearch where CIRCULER_TEST_MEILISEARCH_URL and _KEY name
# one: SIZES="10000 100000" for less, JSON=1 for machines.
bench-search:
	tests/with-postgres cargo bench --locked --bench search

# One listing against up to a million needs, beside its peers. PostgreSQL is started for it.
bench-matching:
	tests/with-postgres cargo bench --locked --bench matching

# Licences and sources of all we stand on (needs cargo-deny).
deny:
	cargo deny check licenses bans sources
