#!/bin/sh
# One broker that is its own controller, in /data; its settings are in /settings/server.properties.
set -eu
mkdir -p /data/kafka
[ -f /data/kafka/meta.properties ] ||
  printf '%s\n' version=1 node.id=1 cluster.id=4L6g3nShT-eMCtK--X86sw directory.id=4L6g3nShT-eMCtK--X86sg >/data/kafka/meta.properties
exec java -Xmx192m -Xms32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp '/opt/kafka/*' kafka.Kafka /settings/server.properties
