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
RUN npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx --sbom-type=application \
    > browser.cdx.json

FROM ${PYTHON_IMAGE} AS libraries
WORKDIR /build
COPY requirements.lock .
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
    --only-binary :all: --require-hashes -r requirements.lock

# What is in the image, as one CycloneDX document: the libraries of both sides and the system's.
FROM libraries AS inventory
COPY requirements-sbom.lock pyproject.toml ./
RUN python -m venv --without-pip /opt/sbom \
 && pip --python /opt/sbom/bin/python install --no-cache-dir --disable-pip-version-check \
    --only-binary :all: --require-hashes -r requirements-sbom.lock
COPY --from=browser /build/browser.cdx.json .
RUN PATH=/opt/sbom/bin:$PATH \
 && cyclonedx-py environment --pyproject pyproject.toml -o python.cdx.json /opt/venv \
 && debsbom generate -t cdx --distro-name base --with-licenses -o debian \
 && debsbom merge -t cdx --omit-roots -o allucanget --distro-name allucanget \
    --distro-version "$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)" \
    debian.cdx.json python.cdx.json browser.cdx.json \
 && python -c "from cyclonedx.validation.json import JsonStrictValidator as Validator; \
    from cyclonedx.schema import SchemaVersion; \
    fault = Validator(SchemaVersion.V1_7).validate_str(open('allucanget.cdx.json').read()); \
    exit(str(fault) if fault else 0)"

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
COPY --from=inventory /build/allucanget.cdx.json /usr/share/sbom/
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
