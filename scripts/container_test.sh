#!/usr/bin/env bash
# Build the image and live through a day with it, the way it is meant to be run: an ordinary user, a
# read-only root, no capabilities, one volume. Stopped in the middle of a film, started again, the
# film arrives.
#
# Uses the docker engine it can reach. Without one, and as root on Debian, it starts Debian's own for
# itself and ends it afterwards. Otherwise it says so and is content, unless CI=true.
# Where the base images cannot be fetched it makes stand-ins from Debian's packages and this
# machine's Node. Leaves nothing behind; CONTAINER_CACHE=folder keeps images for the next time.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-.venv/bin/python}
PYTHON_IMAGE=$(sed -n 's/^ARG PYTHON_IMAGE=//p' Dockerfile)
NODE_IMAGE=$(sed -n 's/^ARG NODE_IMAGE=//p' Dockerfile)
STAND_IN=allucanget-stand-in
IMAGE=allucanget-test:$$ NAME=allucanget-test-$$ VOLUME=allucanget-test-$$
STOP_WITHIN=10 # seconds; after that an engine kills
LARGEST=200000000 # bytes to fetch, which is compressed

WORK=$(mktemp -d /var/tmp/allucanget-container.XXXXXX)
CACHE=${CONTAINER_CACHE:-$WORK/cache}
mkdir -p "$CACHE"
CACHE=$(cd "$CACHE" && pwd)
daemon='' mounted='' docker=()

say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  [ ${#docker[@]} = 0 ] || "${docker[@]}" logs "$NAME" 2>&1 | tail -20 >&2 || :
  exit 1
}
no_engine() {
  [ "${CI:-}" != true ] || fail "$*"
  printf 'Skipped: %s\n' "$*"
  exit 0
}
quietly() { "$@" >"$WORK/log" 2>&1 || { tail -40 "$WORK/log" >&2; fail "$*"; }; }
milliseconds() { date +%s%3N; }

clean_up() {
  local status=$?
  set +e
  if [ ${#docker[@]} != 0 ]; then
    "${docker[@]}" rm -fv "$NAME" "$NAME-else" >/dev/null 2>&1
    "${docker[@]}" volume rm "$VOLUME" >/dev/null 2>&1
    "${docker[@]}" rmi "$IMAGE" >/dev/null 2>&1
  fi
  if [ -n "$daemon" ]; then
    kill "$daemon"
    wait "$daemon"
  fi 2>/dev/null
  [ -z "$mounted" ] || grep -o " $WORK/[^ ]*" /proc/mounts | sort -r | xargs -r umount -l
  rm -rf --one-file-system "$WORK"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

on_debian_as_root() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; }

install_packages() {
  say "installing $*"
  # Nothing is to be started by being installed.
  local policy=/usr/sbin/policy-rc.d made=''
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    made=1
  fi
  quietly apt-get update
  DEBIAN_FRONTEND=noninteractive quietly apt-get install -y --no-install-recommends "$@"
  [ -z "$made" ] || rm "$policy"
}

# -- the engine ---------------------------------------------------------------------------

find_engine() {
  if docker info >/dev/null 2>&1; then
    docker=(docker) publish=(-p "127.0.0.1:$PORT:$PORT") build=(docker build)
    return
  fi
  on_debian_as_root || no_engine "no docker engine can be reached, and only root on Debian may start one here."
  [ -x /usr/sbin/dockerd ] || install_packages docker.io
  start_engine
}

start_engine() {
  # No networks of its own: those need rights that a machine in a container does not have.
  mounted=1
  setsid /usr/sbin/dockerd --data-root "$CACHE/docker" --exec-root "$WORK/exec" \
    --host "unix://$WORK/docker.sock" --pidfile "$WORK/docker.pid" \
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false \
    >"$WORK/dockerd.log" 2>&1 &
  daemon=$!
  local client=(/usr/bin/docker --host "unix://$WORK/docker.sock")
  for _ in $(seq 100); do
    if "${client[@]}" info >/dev/null 2>&1; then
      docker=("${client[@]}") publish=(--network=host)
      build=(env DOCKER_BUILDKIT=1 "${client[@]}" build --network=host --progress=plain)
      return
    fi
    kill -0 "$daemon" 2>/dev/null || break
    sleep 0.2
  done
  tail -5 "$WORK/dockerd.log" >&2
  no_engine "Debian's docker engine does not start on this machine."
}

# -- the base images ----------------------------------------------------------------------

have_images() {
  local image
  for image in "$PYTHON_IMAGE" "$NODE_IMAGE"; do
    "${docker[@]}" image inspect "$image" >/dev/null 2>&1 ||
      timeout 120 "${docker[@]}" pull -q "$image" >/dev/null 2>&1 || return
  done
}

use_stand_ins() {
  say "the base images cannot be fetched; making stand-ins"
  on_debian_as_root || fail "neither $PYTHON_IMAGE nor a stand-in for it can be had here."
  "${docker[@]}" image inspect "$STAND_IN/python" >/dev/null 2>&1 || make_python_image
  "${docker[@]}" image inspect "$STAND_IN/node" >/dev/null 2>&1 || make_node_image
  PYTHON_IMAGE=$STAND_IN/python NODE_IMAGE=$STAND_IN/node
}

make_python_image() {
  command -v mmdebstrap >/dev/null || install_packages mmdebstrap
  local root=$WORK/root authorities=/etc/ssl/certs/ca-certificates.crt
  quietly mmdebstrap --variant=apt --mode=root --aptopt='Acquire::Languages "none"' \
    --include=ca-certificates,netbase,tzdata,python3,python3-pip,python3-venv \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$root"
  ln -s python3 "$root/usr/bin/python"
  rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
  # For networks that look into TLS.
  [ ! -e $authorities ] || cp $authorities "$root$authorities"
  rm -rf "${root:?}"/var/lib/apt/lists/* "${root:?}"/var/cache/apt/* "${root:?}"/dev/*
  tar -C "$root" --numeric-owner -c . | "${docker[@]}" import \
    -c "ENV LANG=C.UTF-8 PIP_CERT=$authorities NODE_EXTRA_CA_CERTS=$authorities" \
    - "$STAND_IN/python" >/dev/null
  rm -rf --one-file-system "$root"
}

make_node_image() {
  local folder=$WORK/node
  mkdir "$folder"
  cp "$(command -v node)" "$folder/node"
  cp -r "$(npm root -g)/npm" "$folder/npm"
  printf '%s\n' "FROM $STAND_IN/python" 'COPY node /usr/local/bin/' 'COPY npm /usr/local/lib/npm' \
    'RUN ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm' >"$folder/Dockerfile"
  quietly "${build[@]}" -t "$STAND_IN/node" "$folder"
}

# -- the day ------------------------------------------------------------------------------

start() { # name, and what is different this time
  local name=$1
  shift
  quietly "${docker[@]}" run -d --name "$name" --read-only --cap-drop ALL \
    --security-opt no-new-privileges --health-interval 1s "${publish[@]}" -e "PORT=$PORT" "$@" "$IMAGE"
}

stop() {
  local name=$1 begin took code
  begin=$(milliseconds)
  quietly "${docker[@]}" stop -t "$STOP_WITHIN" "$name"
  took=$(($(milliseconds) - begin))
  code=$("${docker[@]}" inspect -f '{{.State.ExitCode}}' "$name")
  [ "$code" = 0 ] || fail "the container ended with $code after $took ms"
  say "stopped in $took ms"
}

walk() { "$PYTHON" -m tests.container.walk "http://localhost:$PORT" "$WORK/memo.json" "$1" || fail "the $1 half"; }

inside() { "${docker[@]}" exec "$NAME" python -Ic "$1"; }

look_around() {
  inside 'import os; assert os.getuid() == 10001' || fail "it does not run as user 10001"
  inside 'import os; s = open("/proc/1/status").read(); assert "CapEff:\t0000000000000000" in s' ||
    fail "it has capabilities"
  inside 'open("/proc/1/cmdline").read().startswith("python\0") or exit(1)' ||
    fail "the first process is not the server: signals will not arrive"
  if inside 'open("/opt/probe", "w")' 2>/dev/null; then fail "the root is writable"; fi
  local health=''
  for _ in $(seq 40); do
    health=$("${docker[@]}" inspect -f '{{.State.Health.Status}}' "$NAME")
    [ "$health" != healthy ] || return 0
    sleep 0.5
  done
  fail "HEALTHCHECK says $health"
}

weigh() {
  local bytes
  bytes=$("${docker[@]}" save "$IMAGE" | gzip | wc -c)
  [ "$bytes" -le $LARGEST ] || fail "compressed, the image has $bytes bytes, and may have $LARGEST"
  say "compressed, it has $((bytes / 1000000)) MB"
}

read_inventory() {
  "${docker[@]}" exec "$NAME" cat /usr/share/sbom/allucanget.cdx.json >"$WORK/sbom.json"
  "${docker[@]}" exec "$NAME" dpkg-query -W -f '${Package} ${Version}\n' >"$WORK/debian.txt"
  "$PYTHON" -m tests.container.inventory "$WORK/sbom.json" "$WORK/debian.txt" ||
    fail "what is said to be in the image is not what is in it"
}

give_commands() {
  "${docker[@]}" exec "$NAME" allucanget users list | grep -q ada@example.org ||
    fail "the command line does not know who signed up"
  quietly "${docker[@]}" exec "$NAME" allucanget ledger verify
}

PORT=$("$PYTHON" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
find_engine
say "engine $("${docker[@]}" version -f '{{.Server.Version}}')"
have_images || use_stand_ins
say "building on $PYTHON_IMAGE"
quietly "${build[@]}" --build-arg "PYTHON_IMAGE=$PYTHON_IMAGE" --build-arg "NODE_IMAGE=$NODE_IMAGE" \
  -t "$IMAGE" .
say "built, $(($("${docker[@]}" image inspect -f '{{.Size}}' "$IMAGE") / 1000000)) MB"
weigh

start "$NAME" -v "$VOLUME:/data"
walk morning
look_around
say "as user 10001, read-only, without capabilities, healthy: a text and an image, a film under way"
give_commands
read_inventory
say "the commands work beside the server, and the inventory is true"
stop "$NAME"
quietly "${docker[@]}" rm "$NAME"
start "$NAME" -v "$VOLUME:/data"
walk evening
say "a new container on the same volume: all is there, the film arrived"
stop "$NAME"

start "$NAME-else" --user 54321:0
walk morning
say "as any user of group 0"
"${docker[@]}" kill --signal KILL "$NAME-else" >/dev/null
"${docker[@]}" start "$NAME-else" >/dev/null
walk evening
say "killed outright and started again: all is there, the film arrived"
stop "$NAME-else"
echo "container test passed"
