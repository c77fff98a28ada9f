# syntax=docker/dockerfile:1
# The three images of the application, from the top of the checkout:
#   docker build -f infra/docker/app.Dockerfile --target bff -t keneyapp/bff .
#   docker build -f infra/docker/app.Dockerfile --target web -t keneyapp/web .
#   docker build -f infra/docker/app.Dockerfile --target appointments -t keneyapp/appointments .
# All run as nobody in particular (10001) with a read-only root. Written to: /tmp, the BFF's /anchors.
ARG NODE=node:26.10.0-bookworm-slim

FROM ${NODE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc turbo.json ./
COPY apps/appointments/package.json apps/appointments/
COPY apps/bff/package.json apps/bff/
COPY apps/decision-support/package.json apps/decision-support/
COPY apps/web/package.json apps/web/
COPY apps/sandbox/package.json apps/sandbox/
COPY packages packages

FROM manifests AS source
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# database client, image viewer, web build: each as `npm run setup` makes it, the web as a server that stands alone.
# Files of the checkout may be closed to others than their owner: 10001 reads them.
RUN WEB_STANDALONE=true node scripts/setup.mjs \
 && find apps packages -name node_modules -prune -o -name '*.test.ts*' -exec rm {} + \
 && chmod -R a+rX apps packages policies

FROM manifests AS bff-packages
RUN --mount=type=cache,target=/root/.npm npm ci --workspace apps/bff --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM manifests AS appointments-packages
RUN --mount=type=cache,target=/root/.npm npm ci --workspace apps/appointments --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE} AS runtime
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
# /anchors: a volume takes its owner from here
RUN groupadd -g 10001 app && useradd -u 10001 -g app -M -s /usr/sbin/nologin app && install -d -o 10001 -g 10001 -m 0700 /anchors
WORKDIR /app
USER 10001:10001

FROM runtime AS bff
COPY --from=source /app/package.json ./
COPY --from=bff-packages /app/node_modules node_modules
COPY --from=source /app/packages packages
COPY --from=source /app/policies policies
COPY --from=source /app/apps/appointments apps/appointments
COPY --from=source /app/apps/bff apps/bff
ENV HOST=0.0.0.0 PORT=3000 AUDIT_ANCHOR_FILE=/anchors/audit-anchors.jsonl
EXPOSE 3000 3003
# "degraded" says that a server behind is away: this one answers all the same
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/alive`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/bff/src/server.ts"]

FROM runtime AS appointments
COPY --from=source /app/package.json ./
COPY --from=appointments-packages /app/node_modules node_modules
COPY --from=source /app/packages packages
COPY --from=source /app/apps/appointments apps/appointments
ENV HOST=0.0.0.0 PORT=3020
EXPOSE 3020
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/alive`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/appointments/src/server.ts"]

FROM runtime AS web
COPY --from=source /app/apps/web/.next/standalone ./
COPY --from=source /app/apps/web/.next/static apps/web/.next/static
EXPOSE 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:3001/api/auth/providers').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# HOSTNAME is the address to listen on, and what container engines set to the container's name
CMD ["env", "HOSTNAME=0.0.0.0", "PORT=3001", "node", "apps/web/server.js"]
