# The server's ear on a graphics card. Built from the root of the project:
# docker build -f deploy/worker-cuda.Dockerfile .
FROM node:24.21.0-bookworm-slim AS node

FROM nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
	&& apt-get update && apt-get install -y --no-install-recommends ffmpeg util-linux \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
COPY scripts/slim.mjs scripts/slim.mjs
# Fetches the part of the library that speaks CUDA, which the package itself leaves out.
RUN ONNXRUNTIME_NODE_INSTALL=cuda12 npm ci --omit=dev
COPY api api
COPY models models
COPY music music
ENV NODE_ENV=production WORKER_DEVICE=cuda
USER ubuntu
CMD ["node", "api/worker/main.ts"]
