#!/usr/bin/env bash
# Builds the jar, starts a Hive Metastore and a Flink cluster on this machine, runs the SQL files in the real
# SQL client, checks what they print, and stops all it started. Needs only a JDK (17 or later) and Maven.
set -euo pipefail

usage="Usage: quickstart.sh [--keep]
  --keep  afterwards open an interactive SQL client; all stops when it is left"

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
examples="$root/sql-examples"
flink="$examples/target/flink"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
work=""
watch=""

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# fail MESSAGE [PROCESS]: with the end of the process's logs, which are kept.
fail() {
    if [ $# -gt 1 ]; then
        mkdir -p "$flink/log"
        cp "$work"/log/* "$flink/log/"
        tail -n 30 "$flink/log/$2".* >&2
    fi
    printf '\nFAILED: %s\n' "$1" >&2
    exit 1
}

# --- The build

up_to_date() {
    local jar
    jar="$(ls "$flink"/lib/flink-lakehouse-[0-9]*.jar 2>/dev/null)" || return 1
    [ -z "$(find "$root" -path "$root/tests" -prune -o -name target -prune -o -type f \
        \( -name pom.xml -o -path '*/src/main/*' \) -newer "$jar" -print)" ]
}

build() {
    if up_to_date; then
        say "The build is up to date"
        return
    fi
    say "Building the jar and a Flink home (the first time takes minutes: Maven downloads a lot)"
    rm -rf "$flink/lib" "$examples/target/metastore"
    cd "$root" # Maven reads .mvn from here
    run mvn -B package -pl sql-examples -am -DskipTests > >(tee "$work/log/maven.log" | awk '
        /Building .*\[[0-9]+\/[0-9]+\]/ { sub(/^\[INFO\] /, ""); print; fflush() }
        /^(\[INFO\] )?Downloaded from/ && ++files % 50 == 0 { print "  " files " files downloaded"; fflush() }') 2>&1 ||
        fail "The build failed" maven
    touch "$flink"/lib/flink-lakehouse-[0-9]*.jar
}

# --- Processes: each has a file in $work/pid as long as it has to be stopped

# In the background, where a signal interrupts the wait, not only the end of the command.
run() {
    local status=0
    "$@" &
    echo $! >"$work/pid/command"
    wait $! || status=$?
    rm -f "$work/pid/command"
    return "$status"
}

# In the background and in a process group of its own: Ctrl-C in the SQL client is not meant for the servers.
detached() {
    set -m
    "$@" </dev/null &
    set +m
}

# start NAME JAVA_ARGUMENT...
start() {
    detached java_command "$@" >"$work/log/$1.out" 2>&1
    echo $! >"$work/pid/$1"
}

# exec: the process id is that of Java.
java_command() {
    local name="$1"
    shift
    FLINK_CONF_DIR="$flink/conf" exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -Djava.io.tmpdir="$work/tmp" -Dlog.file="$work/log/$name.log" "$@"
}

# await NAME REGEX: prints what the group of the regular expression matched in the logs, once it did.
await() {
    local pid found
    pid="$(<"$work/pid/$1")"
    for _ in $(seq 600); do
        found="$(cat "$work/log/$1".* 2>/dev/null | sed -nE "s|.*$2.*|\1|p" | head -n 1)"
        if [ -n "$found" ]; then
            echo "$found"
            return
        fi
        kill -0 "$pid" 2>/dev/null || fail "$1 has ended" "$1"
        sleep 0.2
    done
    fail "$1 is not ready after two minutes" "$1"
}

stop_all() {
    local pids
    pids="$(cat "$work"/pid/* 2>/dev/null || true)"
    # shellcheck disable=SC2086 # one word for each process
    if kill $pids 2>/dev/null; then
        for _ in $(seq 100); do
            kill -0 $pids 2>/dev/null || break
            sleep 0.1
        done
        kill -9 $pids 2>/dev/null || true
    fi
    rm -rf "$work"
    [ -z "$watch" ] || kill "$watch" 2>/dev/null || true
}

# Outlives this script if it is killed in a way that no trap sees.
watch_over() {
    trap '' HUP INT
    while kill -0 $$ 2>/dev/null; do sleep 1; done
    stop_all
}

# --- The lake and the cluster

start_all() {
    local rpc_port
    # shellcheck disable=SC2207 # none of these options has a space
    flink_options=($(sed -n 's/^ *all: //p' "$flink/conf/config.yaml")
        -Dlog4j.configurationFile="$flink/conf/log4j.properties" -cp "$flink/lib/*")

    say "Starting a Hive Metastore, a Flink cluster and its SQL gateway"
    start metastore -Xmx256m -cp "$examples/target/classes:$examples/target/metastore/lib/*" \
        io.github.flinklakehouse.examples.LocalMetastore \
        --data "$work/metastore" --warehouse "$work/warehouse" --parent-pid $$
    start jobmanager -Xmx384m "${flink_options[@]}" \
        org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$flink/conf"
    rest_port="$(await jobmanager 'Rest endpoint listening at 127.0.0.1:([0-9]+)')"
    rpc_port="$(await jobmanager 'pekko.tcp://flink@127.0.0.1:([0-9]+)')"
    echo "Flink web UI     http://127.0.0.1:$rest_port"

    start taskmanager -Xmx640m -XX:MaxDirectMemorySize=192m "${flink_options[@]}" \
        org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$flink/conf" \
        -D jobmanager.rpc.port="$rpc_port"
    start gateway -Xmx512m "${flink_options[@]}" org.apache.flink.table.gateway.SqlGateway \
        -Drest.port="$rest_port"
    metastore="$(await metastore 'listening on (thrift://.*)')"
    echo "Hive Metastore   $metastore"
    gateway="$(await gateway 'Rest endpoint listening at (127.0.0.1:[0-9]+)')"
    echo "SQL gateway      http://$gateway"
    await taskmanager '(Successful registration) at resource manager' >/dev/null
}

sql_client() {
    java_command client -Xmx256m "${flink_options[@]}" org.apache.flink.table.client.SqlClient gateway \
        --endpoint "$gateway" --history "$work/history" "$@"
}

# --- The SQL files

# fill FILE: copies it to the work folder, with its ${variables} replaced.
fill() {
    local text
    text="$(<"$1")"
    text="${text//'${metastore}'/"$metastore"}"
    text="${text//'${data}'/"$examples/data"}"
    text="${text//'${before_correction}'/"${before_correction:-}"}"
    printf '%s\n' "$text" >"$work/sql/$(basename "$1")"
}

# transcript NAME: each statement with its result. The client itself echoes statements in pieces.
transcript() {
    awk '
        FNR == NR { statement[count + 0] = statement[count + 0] $0 "\n"; if (/;$/) count++; next }
        sub(/^Flink SQL> /, "") { printf "%s", statement[shown++]; echo = 1 }
        echo && match($0, /\033\[|\+-|[0-9]+ rows? in set|Empty set/) { $0 = substr($0, RSTART); echo = 0 }
        shown && !echo { gsub(/\033\[[0-9;]*m/, ""); sub(/ \([0-9.]+ seconds\)$/, ""); print }
    ' "$work/sql/$1.sql" "$work/log/$1.out" | tee "$work/log/$1.txt"
}

# check NAME: each line expected is in the transcript, in this order; the width of columns does not matter.
check() {
    awk '
        { gsub(/[ \t\r]+/, " "); gsub(/^ | $/, "") }
        FNR == NR { expected[++count] = $0; next }
        found < count && $0 == expected[found + 1] { found++ }
        END { if (found < count) { print "missing: " expected[found + 1]; exit 1 } }
    ' "$examples/expected/$1.txt" "$work/log/$1.txt"
}

run_sql_files() {
    local file name
    for file in "$examples"/sql/*.sql; do
        name="$(basename "$file" .sql)"
        say "$name.sql"
        case "$name" in
            *-correct)
                # Time travel is by seconds here: one second lies between the last commit and this moment.
                sleep 1
                before_correction="$(date -u '+%Y-%m-%d %H:%M:%S')"
                ;;
        esac
        fill "$file"
        if [ "$name" = 00-connect ]; then
            cat "$work/sql/$name.sql"
            continue
        fi
        run sql_client -i "$work/sql/00-connect.sql" -f "$work/sql/$name.sql" >"$work/log/$name.out" 2>&1 ||
            fail "the SQL client failed" "$name"
        ! grep -q '^Failed to initialize' "$work/log/$name.out" || fail "00-connect.sql failed" client
        transcript "$name"
        check "$name" || fail "$name.sql did not print what expected/$name.txt says"
    done
    say "All results are as expected"
}

interactive() {
    say "The cluster is kept: http://127.0.0.1:$rest_port — QUIT; leaves the SQL client and stops all"
    trap : INT # Ctrl-C belongs to the client
    (sql_client -i "$work/sql/00-connect.sql") || true
}

main() {
    local keep=""
    case "$*" in
        "") ;;
        --keep) keep=yes ;;
        *) fail "$usage" ;;
    esac
    work="$(mktemp -d "${TMPDIR:-/tmp}/flink-lakehouse.XXXXXX")"
    mkdir "$work/log" "$work/pid" "$work/sql" "$work/tmp"
    trap stop_all EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    detached watch_over >/dev/null 2>&1
    watch=$!
    build
    start_all
    run_sql_files
    if [ -n "$keep" ]; then interactive; fi
}

main "$@"
