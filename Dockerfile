# One image for every service: docker build -t people-sync . && docker run people-sync gateway
# What is in it is made by `npm run runtime`, which the tests run too (apps/e2e/src/shipped.e2e.spec.ts).
ARG BASE=node:24-bookworm-slim
FROM ${BASE} AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build -- --outputStyle=static && npm run runtime -- /runtime

FROM ${BASE}
ENV NODE_ENV=production
WORKDIR /app
# Nothing in the image is writable by the service. The list of its parts is /app/sbom.cdx.json.
COPY --from=build --chown=root:root /runtime ./
USER 10001:10001
ENTRYPOINT ["node", "--enable-source-maps", "/app/apps/launcher/dist/main.js"]
