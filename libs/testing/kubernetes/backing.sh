#!/usr/bin/env bash
# backing.sh: runs inside the node. The cluster's names, then what stands around PeopleSync; resolves when all is ready.
set -euo pipefail
cd "$(dirname "$0")"
kubectl apply -f coredns.yaml -f backing/backing.yaml >/dev/null
wait_for() {
  kubectl -n "$1" rollout status "deployment/$2" --timeout=180s >/dev/null && return
  kubectl -n "$1" get pods,events >&2
  kubectl -n "$1" logs "deployment/$2" --tail=30 >&2
  exit 1
}
wait_for kube-system coredns
for name in postgres kafka peoplehr; do wait_for "$name" "$name"; done
