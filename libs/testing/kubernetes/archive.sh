#!/usr/bin/env bash
# archive.sh OUT.tar: reads lines `CONFIG_JSON<tab>NAME<tab>LAYER.tar LAYER.tar…` and makes one archive of all these images,
# as `docker save` would. A layer that several images share is in it once. No builder and no daemon is needed.
set -euo pipefail
out=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0
entries=()
while IFS=$'\t' read -r config name layers; do
  n=$((n + 1))
  names=() ids=()
  for layer in $layers; do
    id=$(sha256sum "$layer" | cut -c1-64)
    ln -f "$layer" "$work/$id.tar" 2>/dev/null || cp "$layer" "$work/$id.tar"
    names+=("\"$id.tar\"") ids+=("\"sha256:$id\"")
  done
  joined=$(IFS=,; echo "${ids[*]}")
  history=$(for _ in $layers; do printf '{"created_by":"archive.sh"},'; done)
  printf '{"architecture":"amd64","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}' \
    "$config" "$joined" "${history%,}" >"$work/config-$n.json"
  entries+=("{\"Config\":\"config-$n.json\",\"RepoTags\":[\"$name\"],\"Layers\":[$(IFS=,; echo "${names[*]}")]}")
done
printf '[%s]' "$(IFS=,; echo "${entries[*]}")" >"$work/manifest.json"
mkdir -p "$(dirname "$out")"
tar -C "$work" --mtime=@0 --owner=0 --group=0 -cf "$out.part" manifest.json $(cd "$work" && ls ./*.json ./*.tar | sed 's|^\./||' | grep -v '^manifest.json$')
mv "$out.part" "$out"
