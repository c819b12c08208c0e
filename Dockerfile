# The sync server with the web app:
#   docker build -t grove .
#   docker run -d --name grove --init -p 127.0.0.1:4747:4747 -v grove:/data grove
#   docker exec -it grove grove server user add NAME
# docs/self-hosting.md says the rest.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY scripts/absent scripts/absent
RUN npm ci
COPY . .
RUN npm run build:server && npm run build:web

FROM node:24-bookworm-slim
ENV NODE_ENV=production GROVE_SERVER_DATA=/data
WORKDIR /app
COPY --from=build /build/out/server/package.json ./
# As the lockfile of the project has it, checked by its hash; it brings its native code along and needs nothing else.
COPY --from=build /build/node_modules/better-sqlite3 node_modules/better-sqlite3
COPY --from=build --chmod=755 /build/out/server/grove.mjs ./
COPY --from=build /build/out/web web
RUN ln -s /app/grove.mjs /usr/local/bin/grove && install -d -m 700 -o node -g node /data
USER node
VOLUME /data
EXPOSE 4747
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4747/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Only what Docker publishes reaches it.
ENTRYPOINT ["grove"]
CMD ["serve", "--host", "0.0.0.0"]
