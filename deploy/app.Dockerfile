# The app and its API. Built from the root of the project: docker build -f deploy/app.Dockerfile .
FROM node:24.21.0-bookworm-slim AS built
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
COPY scripts/slim.mjs scripts/slim.mjs
RUN ONNXRUNTIME_NODE_INSTALL=skip npm ci
COPY . .
RUN npm run build

FROM node:24.21.0-bookworm-slim
# What the kernel allows the decoder's process to be kept from is in util-linux, which is here already.
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY --from=built /srv/package.json ./
COPY --from=built /srv/node_modules node_modules
COPY --from=built /srv/build build
COPY --from=built /srv/api api
COPY --from=built /srv/engraving engraving
COPY --from=built /srv/messages messages
COPY --from=built /srv/models models
COPY --from=built /srv/music music
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4444 DATA_DIR=/data
RUN mkdir /data && chown node /data
VOLUME /data
USER node
EXPOSE 4444
HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:4444/api/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "api/node.ts"]
