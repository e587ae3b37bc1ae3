#!/usr/bin/env bash
# tests/benchmark.sh [SCALE [ROUNDS [FORMAT...]]]: Hive tables of this catalog against Flink's filesystem connector.
set -euo pipefail
cd "$(dirname "$0")/.."
formats="${*:3}"
mvn -q -B -ntp verify -P benchmark -DskipTests -DskipITs "-Dbenchmark.arguments=${1:-0.2} ${2:-5} ${formats:-parquet orc}"
