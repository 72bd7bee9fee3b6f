#!/bin/sh
# Prepare everything from the lock files: .venv (Python) and static/vendor (browser libraries).
# Nothing to do, and fast, when both are there and no lock has changed.
set -eu
cd "$(dirname "$0")/.."
LOCK=${1:-requirements.lock}
MIN="(3, 11)"

sum() { cksum "$@" | cksum | cut -d' ' -f1; }

# Run each candidate: a pyenv shim may exist and not work.
find_python() {
  for p in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$p" -c "import sys; sys.exit(sys.version_info < $MIN)" >/dev/null 2>&1; then echo "$p"; return; fi
  done
}

make_venv() {
  [ -n "$1" ] || { echo "Python 3.11 or newer is needed (set PYTHON=/path/to/python)." >&2; exit 1; }
  "$1" -m venv .venv >.venv.log 2>&1 && { rm -f .venv.log; return; }
  # Debian and Ubuntu split the venv module off.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    rm -rf .venv
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
    "$1" -m venv .venv && rm -f .venv.log
  else
    cat .venv.log >&2; echo "On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1
  fi
}

python_libraries() {
  dev=.venv/.dev-$(sum requirements-dev.lock)
  run=.venv/.run-$(sum requirements.lock)
  # The development set holds the run-time set, so it serves both.
  if [ "$LOCK" = requirements-dev.lock ]; then [ -e "$dev" ] && return; else [ -e "$run" ] && return; fi
  echo "Installing the Python libraries of $LOCK …"
  python=$(find_python)
  if command -v uv >/dev/null 2>&1 && uv venv -q --allow-existing --python "${python:->=3.11}" .venv \
     && uv pip install -q --python .venv/bin/python --require-hashes -r "$LOCK"; then :
  else
    [ -x .venv/bin/python ] || make_venv "$python"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$LOCK"
  fi
  touch "$run"
  if [ "$LOCK" = requirements-dev.lock ]; then touch "$dev"; fi
}

browser_libraries() {
  stamp=static/vendor/.installed-$(sum package-lock.json scripts/vendor.mjs)
  [ -e "$stamp" ] && return
  command -v npm >/dev/null 2>&1 || { echo "Node.js 20 or newer with npm is needed once, to fetch the browser libraries." >&2; exit 1; }
  echo "Installing the browser libraries …"
  npm ci --silent --no-progress
  node scripts/vendor.mjs
  touch "$stamp"
}

python_libraries
browser_libraries
