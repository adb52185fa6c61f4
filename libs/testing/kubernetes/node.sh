#!/usr/bin/env bash
# node.sh up STATE | exec STATE CMD... | down STATE: one Kubernetes node in namespaces of its own (mount, network, pid, uts, ipc, cgroup).
# Nothing outside STATE and the namespaces is changed; "down" ends process 1 of the node and the kernel ends the rest.
# KUBE_OWNER is the process that the node, and STATE, must not outlive: it may be killed before it says "down".
set -euo pipefail
umask 022
HERE=$(cd "$(dirname "$0")" && pwd)
cmd=$1; mkdir -p "$2"; STATE=$(cd "$2" && pwd); shift 2
BIN=${KUBE_BIN:?the folder with kube, containerd, containerd-shim-runc-v2, ctr, kubectl}
initpid() { cat "$STATE/init.pid" 2>/dev/null; }
running() { [ -n "$(initpid)" ] && [ -e "/proc/$(initpid)" ] && ! grep -q '^State:.Z' "/proc/$(initpid)/status"; }
in_node() { nsenter -t "$(initpid)" -m -n -p -u -i -C --wdns="$PWD" -- env "PATH=$BIN:$PATH" "KUBECONFIG=$STATE/kubeconfig" "$@"; }
cgroups() { # "controller folder" of each v1 hierarchy, below the cgroup we are in now
  local mnt ctl path
  while IFS=: read -r _ ctl path; do
    [ -n "$ctl" ] || continue
    mnt=/sys/fs/cgroup/${ctl#name=}; [ -d "$mnt" ] || continue
    echo "$ctl $mnt${path%/}/$(cat "$STATE/cgroup-name")"
  done </proc/self/cgroup
}
case $cmd in
up)
  running && { echo "already up" >&2; exit 1; }
  echo "kube-node-$$" >"$STATE/cgroup-name"
  cgroups >"$STATE/cgroups"
  while read -r ctl dir; do
    mkdir -p "$dir"
    if [ "$ctl" = cpuset ]; then for f in cpus mems; do cat "$dir/../cpuset.$f" >"$dir/cpuset.$f"; done; fi
  done <"$STATE/cgroups"
  ( while read -r ctl dir; do echo "$BASHPID" >"$dir/cgroup.procs"; done <"$STATE/cgroups"
    exec unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child --mount-proc \
      "$HERE/init.sh" "$STATE" "$BIN" </dev/null >"$STATE/init.log" 2>&1 ) &
  outer=$!
  # Nothing of it may keep this program's output open: whoever reads that waits for its end.
  if [ -n "${KUBE_OWNER:-}" ]; then setsid "$0" watch "$STATE" "$outer" </dev/null >/dev/null 2>&1 & fi
  for _ in $(seq 3000); do
    [ -e "/proc/$outer" ] || { echo "the node ended:" >&2; tail -n 20 "$STATE/init.log" >&2; exit 1; }
    [ -s "$STATE/init.pid" ] || { pgrep -P "$outer" >"$STATE/init.pid.new" 2>/dev/null && mv "$STATE/init.pid.new" "$STATE/init.pid"; }
    [ -e "$STATE/ready" ] && break
    sleep 0.1
  done
  [ -e "$STATE/ready" ] || { echo "the node is not ready after five minutes" >&2; tail -n 20 "$STATE/init.log" >&2; exit 1; }
  ;;
exec) in_node "$@" ;;
watch) # ends the node that the process $1 is around, once its owner is gone
  while [ -e "/proc/$1" ]; do
    [ -e "/proc/$KUBE_OWNER" ] || { "$0" down "$STATE" || true; rm -rf "$STATE"; break; }
    sleep 1
  done
  ;;
down)
  if running; then
    pid=$(initpid)
    kill -TERM "$pid" 2>/dev/null || true                    # init.sh: etcd's last, the rest is left to the kernel
    for _ in $(seq 100); do running || break; sleep 0.1; done
    running && kill -9 "$pid" 2>/dev/null || true
    for _ in $(seq 100); do running || break; sleep 0.1; done
  fi
  rm -f "$STATE/init.pid" "$STATE/ready"
  [ ! -f "$STATE/made-folders" ] || { xargs rmdir <"$STATE/made-folders" 2>/dev/null || true; rm "$STATE/made-folders"; }
  for _ in $(seq 50); do                                     # a cgroup can be removed once its last process is gone
    left=0
    while read -r _ dir; do
      [ -d "$dir" ] && { find "$dir" -depth -type d -exec rmdir {} \; 2>/dev/null || true; }
      [ -d "$dir" ] && left=1
    done <"$STATE/cgroups"
    [ $left = 0 ] && break; sleep 0.1
  done
  [ $left = 0 ] || { echo "cgroups left behind:" >&2; cat "$STATE/cgroups" >&2; exit 1; }
  ;;
*) echo "node.sh up|exec|down|watch STATE" >&2; exit 2 ;;
esac
