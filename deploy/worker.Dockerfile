# The server's ear on a processor. Built from the root of the project: docker build -f deploy/worker.Dockerfile .
FROM node:24.21.0-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
COPY scripts/slim.mjs scripts/slim.mjs
RUN ONNXRUNTIME_NODE_INSTALL=skip npm ci --omit=dev
COPY api api
COPY models models
COPY music music
ENV NODE_ENV=production WORKER_DEVICE=cpu
USER node
CMD ["node", "api/worker/main.ts"]
