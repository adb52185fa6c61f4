# One image for every service: docker build -t people-sync . && docker run people-sync apps/gateway/dist/main.js
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /src/node_modules ./node_modules
COPY --from=build --chown=root:root /src/package.json ./package.json
COPY --from=build --chown=root:root /src/libs ./libs
COPY --from=build --chown=root:root /src/apps ./apps
# Nothing in the image is writable by the service.
USER node
ENTRYPOINT ["node", "--enable-source-maps"]
