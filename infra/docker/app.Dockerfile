# syntax=docker/dockerfile:1
# The two images of the application, from the top of the checkout:
#   docker build -f infra/docker/app.Dockerfile --target bff -t keneyapp/bff .
#   docker build -f infra/docker/app.Dockerfile --target web -t keneyapp/web .
# Both run as nobody in particular (10001) with a read-only root; only /tmp is written to.
ARG NODE=node:26.10.0-bookworm-slim

FROM ${NODE} AS source
WORKDIR /app
COPY package.json package-lock.json turbo.json ./
COPY apps/bff/package.json apps/bff/
COPY apps/web/package.json apps/web/
COPY apps/sandbox/package.json apps/sandbox/
COPY packages packages
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# database client, image viewer, web build: each as `npm run setup` makes it
RUN node scripts/setup.mjs

FROM source AS production
RUN --mount=type=cache,target=/root/.npm npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE} AS runtime
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
RUN groupadd -g 10001 app && useradd -u 10001 -g app -M -s /usr/sbin/nologin app
WORKDIR /app
COPY --from=production --chown=root:root /app/package.json ./
COPY --from=production --chown=root:root /app/node_modules node_modules
COPY --from=production --chown=root:root /app/packages packages
USER 10001:10001

FROM runtime AS bff
COPY --from=production --chown=root:root /app/apps/bff apps/bff
COPY --from=production --chown=root:root /app/policies policies
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000 3003
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/bff/src/server.ts"]

FROM runtime AS web
COPY --from=production --chown=root:root /app/apps/web apps/web
COPY --from=production --chown=root:root /app/apps/bff/package.json apps/bff/package.json
WORKDIR /app/apps/web
EXPOSE 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:3001/api/auth/providers').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "../../node_modules/next/dist/bin/next", "start", "-H", "0.0.0.0", "-p", "3001"]
