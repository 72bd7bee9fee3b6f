#!/usr/bin/env bash
# Prepare everything from the lock files: .venv (Python), node_modules and static/vendor (browser).
#
#   scripts/bootstrap.sh run    what serving needs
#   scripts/bootstrap.sh dev    that and what developing and testing need
#
# Nothing to do, and fast, when all is there and no lock has changed. What was interrupted is
# begun anew, and of two at once the second waits for the first.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
SET=${1:-run}
OLDEST='(3, 11)'

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# A signal must reach the installers as well, and theirs: a shell that waits would die and leave
# them behind. So each runs in a process group of its own, which is ended as a whole.
child=
stop() {
  trap '' HUP INT TERM
  if [ -n "$child" ]; then
    kill -TERM -- "-$child" 2>/dev/null || :
    wait "$child" 2>/dev/null || :
  fi
  exit "$1"
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM
run() {
  local status=0
  set -m
  "$@" &
  child=$!
  set +m
  wait "$child" || status=$?
  child=
  return "$status"
}

sum() { cat "$@" | cksum | cut -d' ' -f1; }

# The stamps say from which locks the folders were made. The dev set holds the run set.
PYTHON_RUN=.venv/.run-$(sum requirements.lock)
PYTHON_DEV=.venv/.dev-$(sum requirements-dev.lock)
BROWSER_RUN=node_modules/.run-$(sum package-lock.json scripts/vendor.mjs)
BROWSER_DEV=node_modules/.dev-$(sum package-lock.json scripts/vendor.mjs)
case $SET in
  run) LOCK=requirements.lock PYTHON_STAMP=$PYTHON_RUN BROWSER_STAMP=$BROWSER_RUN ;;
  dev) LOCK=requirements-dev.lock PYTHON_STAMP=$PYTHON_DEV BROWSER_STAMP=$BROWSER_DEV ;;
  *) fail "usage: scripts/bootstrap.sh [run|dev]" ;;
esac

python_ready() { [ -e "$PYTHON_STAMP" ] && [ -x .venv/bin/python ]; }
browser_ready() { [ -e "$BROWSER_STAMP" ] && [ -d static/vendor ]; }

works() { "$1" -c "import sys; sys.exit(sys.version_info < $OLDEST)" >/dev/null 2>&1; }

# Each candidate is tried out: a pyenv shim may exist and not work.
find_python() {
  if [ -n "${PYTHON:-}" ]; then
    works "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer that runs."
    say "$PYTHON"
    return
  fi
  for each in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if works "$each"; then say "$each"; return; fi
  done
}

with_uv() {
  command -v uv >/dev/null 2>&1 || return 1
  run uv venv -q --allow-existing --python "${1:->=3.11}" .venv &&
    run uv pip install -q --python .venv/bin/python --require-hashes -r "$LOCK" && return
  say "uv could not do it; trying pip."
  return 1
}

with_pip() {
  if ! works .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    [ -n "$1" ] || fail "Python 3.11 or newer is needed. If it has another name: PYTHON=/path/to/python make …"
    make_venv "$1"
  fi
  run .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$LOCK"
}

make_venv() {
  # Debian and Ubuntu split this off.
  if ! "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
      fail "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"
    fi
    run apt-get -qq update
    run env DEBIAN_FRONTEND=noninteractive \
      apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
  fi
  empty_venv
  run "$1" -m venv .venv
}

# An installer that was killed may leave half a library that it would later take for whole.
empty_venv() {
  rm -rf .venv
  mkdir .venv
  : >.venv/.unfinished
}

python_libraries() {
  say "Installing the Python libraries (half a minute, once) …"
  python=$(find_python)
  if [ -e .venv/.unfinished ] || [ ! -e .venv ]; then empty_venv; fi
  rm -f .venv/.run-* .venv/.dev-*
  : >.venv/.unfinished
  with_uv "$python" || with_pip "$python"
  : >"$PYTHON_STAMP"
  : >"$PYTHON_RUN"
  rm -f .venv/.unfinished
}

browser_libraries() {
  say "Installing the browser libraries …"
  rm -f node_modules/.run-* node_modules/.dev-*
  if [ "$SET" = dev ]; then run npm ci --loglevel=error --no-progress >/dev/null
  else run npm ci --loglevel=error --no-progress --omit=dev >/dev/null; fi
  run node scripts/vendor.mjs
  : >"$BROWSER_STAMP"
  : >"$BROWSER_RUN"
}

if python_ready && browser_ready; then exit 0; fi
# Held by whoever has the file open, installers included, so it cannot be left behind.
exec 9<scripts/bootstrap.sh
if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
  say "Another set-up is under way in this folder; waiting for it …"
  run flock 9
fi
# Said before the long part.
if ! browser_ready; then
  works_node=$(node -e 'console.log(+process.versions.node.split(".")[0] >= 20)' 2>/dev/null || :)
  if [ "$works_node" != true ] || ! command -v npm >/dev/null 2>&1; then
    fail "Node.js 20 or newer with npm is needed, once, to fetch the browser libraries."
  fi
fi
python_ready || python_libraries
browser_ready || browser_libraries
