# The whole app in one image. It keeps everything in /data and writes nowhere else, so it runs with
# a read-only root, without capabilities, and as any user of group 0.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS browser
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
RUN npm ci --omit=dev
COPY scripts/vendor.mjs scripts/
RUN mkdir static && node scripts/vendor.mjs

FROM ${PYTHON_IMAGE} AS libraries
WORKDIR /build
COPY requirements.lock .
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
    --only-binary :all: --require-hashes -r requirements.lock

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin app \
 && install -d -o app -g 0 -m 2770 /data
WORKDIR /opt/allucanget
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TMPDIR=/dev/shm \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8000
COPY --from=libraries /opt/venv /opt/venv
COPY migrations migrations
COPY static static
COPY --from=browser /build/static/vendor static/vendor
COPY app app
RUN python -m compileall -q --invalidation-mode unchecked-hash app
RUN printf '#!/bin/sh\nPYTHONPATH=/opt/allucanget exec python -m app "$@"\n' \
    > /usr/local/bin/allucanget && chmod 755 /usr/local/bin/allucanget
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-Ic", "import os, urllib.request as http; http.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
CMD ["python", "-m", "app", "serve"]
