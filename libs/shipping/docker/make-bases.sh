#!/usr/bin/env bash
# Makes the two bases of the image without a registry, from Debian's packages and Node's binary out of npm:
#   local/node:24-build    Debian with Node and npm, in which the image is built
#   local/node:24-runtime  Node and the libraries that it needs, laid out as distroless has it: no shell, no package manager
# They are kept as archives in the cache; made anew when this script changes.
set -euo pipefail
node_version=24.21.0 npm_version=11.19.1 suite=bookworm
cache="${XDG_CACHE_HOME:-$HOME/.cache}/people-sync/image-bases-$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-16)"

make() {
  local work
  work=$(mktemp -d)
  trap 'rm -rf "$work"' RETURN
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$work/build" >"$work/debootstrap.log" ||
    { tail -n 20 "$work/debootstrap.log" >&2; return 1; }
  rm -rf "$work"/build/var/cache/apt/* "$work"/build/var/lib/apt/lists/*
  npm install --prefix "$work/npm" --no-save --no-audit --no-fund --silent \
    "node-linux-$(node -p process.arch)@$node_version" "npm@$npm_version"
  install -m 755 "$(find "$work/npm/node_modules" -path '*/bin/node' -type f | head -n 1)" "$work/build/usr/local/bin/node"
  mkdir -p "$work/build/usr/local/lib/node_modules"
  cp -a "$work/npm/node_modules/npm" "$work/build/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/build/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/build/usr/local/bin/npx"
  runtime "$work/build" "$work/runtime"
  mkdir -p "$cache.part"
  tar --numeric-owner -C "$work/build" -cf "$cache.part/build.tar" .
  tar --numeric-owner -C "$work/runtime" -cf "$cache.part/runtime.tar" .
  rm -rf "$cache" && mv "$cache.part" "$cache"
}

# runtime <from> <to>: only what Node opens.
runtime() {
  local from=$1 to=$2 file
  mkdir -p "$to"/{nodejs/bin,etc/ssl/certs,home/nonroot,tmp,proc,sys,dev,usr}
  chmod 1777 "$to/tmp"
  install -m 755 "$from/usr/local/bin/node" "$to/nodejs/bin/node"
  # As in Debian, where /lib and /lib64 lead into /usr.
  for file in lib lib64; do [ ! -L "$from/$file" ] || ln -s "usr/$file" "$to/$file"; done
  chroot "$from" ldd /usr/local/bin/node | grep -oE '/[^ )]+\.so[^ )]*' | while read -r file; do
    file=$(chroot "$from" readlink -f "$(dirname "$file")")/$(basename "$file")
    mkdir -p "$to$(dirname "$file")"
    cp -L "$from$file" "$to$file"
  done
  cp "$from/etc/ssl/certs/ca-certificates.crt" "$to/etc/ssl/certs/"
  cp "$from/etc/debian_version" "$from/etc/os-release" "$to/etc/"
  printf '%s\n' 'root:x:0:0:root:/:/sbin/nologin' 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$to/etc/passwd"
  printf '%s\n' 'root:x:0:' 'nonroot:x:65532:' >"$to/etc/group"
  printf '%s\n' 'hosts: files dns' >"$to/etc/nsswitch.conf"
}

if [ ! -f "$cache/runtime.tar" ]; then
  printf 'making the bases of the image\n'
  make
fi
docker import "$cache/build.tar" local/node:24-build >/dev/null
docker import "$cache/runtime.tar" local/node:24-runtime >/dev/null
