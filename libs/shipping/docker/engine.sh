#!/usr/bin/env bash
# `engine.sh start` prints the DOCKER_HOST of an engine for images: the one that answers, or one of its own, which needs
# root and Debian's docker.io and touches no other and no network. `engine.sh stop` ends the own one.
set -euo pipefail
state="${XDG_CACHE_HOME:-$HOME/.cache}/people-sync/engine"
run=/run/peoplesync-engine
own="unix://$run/docker.sock"

case "${1:-}" in
  start)
    if docker info >/dev/null 2>&1; then printf '%s\n' "${DOCKER_HOST:-unix:///var/run/docker.sock}" && exit; fi
    if docker -H "$own" info >/dev/null 2>&1; then printf '%s\n' "$own" && exit; fi
    command -v dockerd >/dev/null || { echo 'no Docker engine answers, and dockerd is not installed (Debian: docker.io)' >&2; exit 1; }
    [ "$(id -u)" = 0 ] || { echo 'no Docker engine answers, and starting one needs root' >&2; exit 1; }
    mkdir -p "$state" "$run" && chmod 700 "$run"
    rm -f "$run/docker.pid"
    # No bridge and no rules in the machine's firewall: builds and containers use the host's network.
    setsid dockerd --host "$own" --data-root "$state" --exec-root "$run/exec" --pidfile "$run/docker.pid" \
      --bridge=none --iptables=false --ip6tables=false --ip-masq=false >"$run/log" 2>&1 </dev/null &
    for _ in $(seq 600); do
      if docker -H "$own" info >/dev/null 2>&1; then printf '%s\n' "$own" && exit; fi
      sleep 0.1
    done
    tail -n 20 "$run/log" >&2
    exit 1
    ;;
  stop)
    [ -f "$run/docker.pid" ] || exit 0
    pid=$(cat "$run/docker.pid")
    kill "$pid" 2>/dev/null || exit 0
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    ;;
  *)
    echo 'usage: engine.sh start|stop' >&2
    exit 2
    ;;
esac
