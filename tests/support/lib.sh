# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154,SC2034 # top_srcdir and top_builddir come from outside; $support goes there
# Functions that the demo and the tests share; POSIX sh, to be sourced:
#
#   . "$top_srcdir/tests/support/lib.sh"
#   support_begin            a scratch directory $work; all ends when the script ends
#   need haproxy kubectl     or: skipped (77), with the reason
#   start api PROGRAM...     in the background: output in $work/api.out and $work/api.err
#   first_line api 10        what it printed first, within 10 s, in $line
#
# Nothing is ended but what start() started, by its process id.  KEEP_SCRATCH=1
# keeps $work for a look.

work=''
started=''

support_begin() {
  umask 077
  # The path goes into a proxy's configuration, which takes plain characters only.
  case ${TMPDIR:-/tmp} in
  *[!A-Za-z0-9._/+@=-]*) TMPDIR=/tmp ;;
  esac
  work=$(mktemp -d "${TMPDIR:-/tmp}/dcoskube.XXXXXX") || exit 99
  work=$(cd "$work" && pwd -P)
  trap support_end EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  PATH=$PATH:/usr/sbin:/sbin
  # What a user's own set-up would change.
  unset KUBECONFIG KUBECTL_PLUGINS_PATH SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE
  unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
  unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME
  HOME=$work/home
  mkdir "$HOME" || exit 99
  LC_ALL=C
  # A name that nobody knows is soon given up, even where no name server answers.
  RES_OPTIONS='timeout:1 attempts:1'
  export PATH HOME LC_ALL RES_OPTIONS
  if [ -z "${PYTHON3:-}" ] || [ "$PYTHON3" = no ]; then
    PYTHON3=$(command -v python3) || PYTHON3=no
  fi
  pki=$top_builddir/tests/support/pki
  support=$top_srcdir/tests/support
}

support_end() {
  code=$?
  trap - EXIT HUP INT TERM
  for pid in $started; do
    end "$pid"
  done
  if [ "${KEEP_SCRATCH:-}" = 1 ]; then
    echo "kept: $work"
  else
    rm -rf "$work"
  fi
  exit "$code"
}

skip() {
  echo "skipped: $*"
  exit 77
}

fail() {
  echo "failed: $*"
  for log in "$work"/*.err; do
    [ ! -s "$log" ] || sed "s|^|  ${log##*/}: |" "$log" | tail -n 15
  done
  exit 1
}

# Tools by name; python3 stands for $PYTHON3, pki and dcoskube for the tree's own.
need() {
  for tool in "$@"; do
    case $tool in
    python3) [ "$PYTHON3" != no ] || skip 'python3 was not found' ;;
    dcoskube) [ -x "$DCOSKUBE" ] || skip "$DCOSKUBE was not built" ;;
    pki) [ -x "$pki" ] || skip "$pki was not built" ;;
    *) command -v "$tool" >/dev/null 2>&1 || skip "$tool was not found" ;;
    esac
  done
}

# Runs in the background; its process id in $pid.
start() {
  name=$1
  shift
  : >"$work/$name.out"
  "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null &
  pid=$!
  started="$pid $started"
}

# A zombie has ended.  (In a chroot /proc may be missing.)
running() {
  if [ -r /proc/self/status ]; then
    [ -r "/proc/$1/status" ] && ! grep -q "^State:[[:space:]]*Z" "/proc/$1/status" 2>/dev/null
  else
    kill -0 "$1" 2>/dev/null
  fi
}

# Ends what start() started: asked first, then made to.
end() {
  running "$1" || return 0
  kill -TERM "$1" 2>/dev/null
  kill -CONT "$1" 2>/dev/null
  tries=0
  while running "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 50 ] || kill -KILL "$1" 2>/dev/null
    [ "$tries" -lt 70 ] || break
    sleep 0.1
  done
  wait "$1" 2>/dev/null
  return 0
}

# until_true SECONDS COMMAND...: 0 as soon as it succeeds.
until_true() {
  tries=$(($1 * 5))
  shift
  while ! "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.2
  done
}

# first_line NAME SECONDS: the first line that the program NAME of start() printed, in $line.
first_line() {
  tries=$(($2 * 20))
  while :; do
    line=$(sed -n '1p;1q' "$work/$1.out")
    [ -z "$line" ] || return 0
    tries=$((tries - 1))
    if [ "$tries" -le 0 ] || ! running "$pid"; then
      line=$(sed -n '1p;1q' "$work/$1.out")
      [ -n "$line" ] || return 1
      return 0
    fi
    sleep 0.05
  done
}

# A port that is free now on 127.0.0.1, outside the range from which the kernel takes ports for others.
free_port() {
  "$PYTHON3" -c '
import random, socket, sys
for _ in range(50):
    port = random.randrange(16384, 32768)
    try:
        socket.socket().bind(("127.0.0.1", port))
    except OSError:
        continue
    print(port)
    sys.exit(0)
sys.exit("no free port")'
}

# A loopback address of our own on which PORT is free: any 127/8 address can be bound on Linux.
free_address() {
  "$PYTHON3" -c '
import random, socket, sys
for _ in range(50):
    address = "127.77.%d.%d" % (random.randrange(1, 255), random.randrange(1, 255))
    try:
        socket.socket().bind((address, int(sys.argv[1])))
    except OSError:
        continue
    print(address)
    sys.exit(0)
sys.exit("no loopback address with a free port " + sys.argv[1])' "$1"
}

listens() {
  "$PYTHON3" -c '
import socket, sys
socket.create_connection((sys.argv[1], int(sys.argv[2])), 1).close()' "$1" "$2"
}
