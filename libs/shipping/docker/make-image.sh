#!/usr/bin/env bash
# npm run image [-- --local-bases]: makes people-sync:<version>, and people-sync:<version>-trial with the simulated PeopleHR
# and what a first try needs. With --local-bases on bases made here, where no registry can be reached.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
here=libs/shipping/docker
DOCKER_HOST=$(bash "$here/engine.sh" start)
export DOCKER_HOST DOCKER_BUILDKIT=1
# A client from 23 on builds by a plug-in, which may be missing; one before has it built in.
for client in $(type -aP docker); do
  if "$client" buildx version >/dev/null 2>&1 || [ "$("$client" --version | grep -oE '[0-9]+' | head -n 1)" -lt 23 ]; then break; fi
done
printf 'engine: %s\n' "$DOCKER_HOST"

version=$(node -p "require('./package.json').version")
revision=$(git rev-parse HEAD 2>/dev/null || printf unknown)
arguments=(--network host --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
# Whom this machine's npm trusts besides.
ca=${NODE_EXTRA_CA_CERTS:-$(npm config get cafile)}
[ ! -f "$ca" ] || arguments+=(--secret "id=ca,src=$ca")
if [ "${1:-}" = --local-bases ]; then
  bash "$here/make-bases.sh"
  printf 'bases after %d s\n' "$SECONDS"
  runtime_base=local/node:24-runtime
  arguments+=(--build-arg BUILD_BASE=local/node:24-build --build-arg "RUNTIME_BASE=$runtime_base")
fi
"$client" build "${arguments[@]}" -t "people-sync:$version" .
printf 'people-sync:%s after %d s\n' "$version" "$SECONDS"
"$client" build "${arguments[@]}" --build-arg 'WITH=peoplehr-simulator trial' -t "people-sync:$version-trial" .
printf 'people-sync:%s-trial after %d s\n' "$version" "$SECONDS"
printf '%s\n' 'to try it: npm test -- image, with' "  TEST_DOCKER_HOST=$DOCKER_HOST TEST_IMAGE_BASE=${runtime_base:-gcr.io/distroless/nodejs24-debian12:nonroot}"
# What an earlier run left without a name.
docker image prune -f --filter label=org.opencontainers.image.title=PeopleSync >/dev/null
