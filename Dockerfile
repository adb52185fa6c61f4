# One image for every service; its argument is what to run: docker build -t people-sync . && docker run people-sync gateway
# What is in it is made by `npm run runtime`, which the tests run too (apps/e2e/src/shipped.e2e.spec.ts); the image itself
# is made and run by apps/e2e/src/image.e2e.spec.ts, on bases made by libs/shipping/docker/make-bases.sh.
# It needs BuildKit. Pin both bases by their digest where images are published.
ARG BUILD_BASE=node:24-bookworm-slim
ARG RUNTIME_BASE=gcr.io/distroless/nodejs24-debian12:nonroot

FROM ${BUILD_BASE} AS build
WORKDIR /src
COPY . .
# Behind a proxy that signs for others: docker build --secret id=ca,src=its-certificates.pem
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca npm ci --prefer-offline
RUN npm run build -- --outputStyle=static
# More programs, by the folder below apps/: `peoplehr-simulator trial` to try PeopleSync out, never where it matters.
ARG WITH=""
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=ca \
    NODE_EXTRA_CA_CERTS=/run/secrets/ca npm run runtime -- /runtime --with "$WITH"

FROM ${RUNTIME_BASE}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="PeopleSync" \
      org.opencontainers.image.description="Keeps WeThrive's People table equal to a customer's PeopleHR" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="LicenseRef-WeThrive" \
      net.wethrive.peoplesync.sbom="/app/sbom.cdx.json"
# Where Node is: in a distroless base, or in any other. A container has its ports for itself, so they are the same for
# every service, and open to whoever its network lets in.
ENV NODE_ENV=production \
    PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin \
    HTTP_HOST=0.0.0.0 \
    GRPC_HOST=0.0.0.0 GRPC_PORT=50051 \
    MANAGEMENT_HOST=0.0.0.0 MANAGEMENT_PORT=9464
WORKDIR /app
# Nothing in the image is writable by the service.
COPY --from=build --chown=0:0 /runtime ./
USER 10001:10001
EXPOSE 3000 50051 9464
# Exec form: no shell is needed. What it starts runs in this one process, which gets the signals.
ENTRYPOINT ["node", "--enable-source-maps", "/app/apps/launcher/dist/main.js"]
