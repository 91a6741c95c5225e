# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154,SC1091,SC2034 # the environment of the tests; lib.sh; for others
# Functions of the tests of the program; to be sourced.
. "$top_srcdir/tests/support/lib.sh"
support_begin
need dcoskube
[ "$PYTHON3" != no ] || echo 'not run: the looks into JSON (no python3)'

commands='vip proxy marathon kubeconfig context check expose'
checks=0

# wants STATUS ARGUMENT...: run the program; output in $work/out, words in $work/words
wants() {
  want=$1
  shift
  checks=$((checks + 1))
  "$DCOSKUBE" "$@" >"$work/out" 2>"$work/words" </dev/null
  got=$?
  what="dcoskube $*"
  [ "$got" = "$want" ] || wrong "exit status $got, not $want"
}

wrong() {
  echo "failed: $what: $*"
  sed 's/^/  out: /' "$work/out"
  sed 's/^/  words: /' "$work/words"
  exit 1
}

# The output is this text and a line feed.
out_is() {
  printf '%s\n' "$1" | cmp -s "$work/out" - || wrong "the output is not: $1"
}

no_output() {
  [ ! -s "$work/out" ] || wrong 'there is output'
}

words_are() {
  printf '%s\n' "$1" | cmp -s "$work/words" - || wrong "the words are not: $1"
}

no_words() {
  [ ! -s "$work/words" ] || wrong 'there are words'
}

out_has() {
  grep -qF -- "$1" "$work/out" || wrong "the output does not have: $1"
}

words_have() {
  grep -qF -- "$1" "$work/words" || wrong "the words do not have: $1"
}

words_lack() {
  ! grep -qF -- "$1" "$work/words" || wrong "the words have: $1"
}

# json 'EXPRESSION': true of the output, which is `it`
json() {
  [ "$PYTHON3" != no ] || return 0
  "$PYTHON3" -c '
import json, sys
it = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(0 if eval("(" + sys.argv[2] + ")") else "not true: " + sys.argv[2])' "$work/out" "$1" || wrong "as JSON"
}

# A full disk: what is printed is lost, and that is no success.
full() {
  checks=$((checks + 1))
  what="dcoskube $* >/dev/full"
  : >"$work/out"
  "$DCOSKUBE" "$@" >/dev/full 2>"$work/words" </dev/null
  got=$?
  [ "$got" = 3 ] || wrong "exit status $got, not 3"
  words_have 'No space left on device'
}

done_well() {
  echo "$checks runs, all as they should be"
}
