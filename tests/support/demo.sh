#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC1091,SC2086,SC2154 # the functions and their variables come from tests/support; $flags are words
# The whole road on loopback, as a story: `make demo`.  Every step is held
# against what it must be; the exit status is 0 only if all were so.
#
# DCOSKUBE_KUBE_APISERVER names a real kube-apiserver; "none" asks for the stand-in.
set -u
. "$top_srcdir/tests/support/lib.sh"
. "$top_srcdir/tests/support/cluster.sh"
. "$top_srcdir/tests/support/proxy.sh"
DCOSKUBE=${DCOSKUBE:-$top_builddir/examples/dcoskube/dcoskube}
support_begin
need python3 pki dcoskube curl haproxy kubectl
bold=''
plain=''
if [ -t 1 ]; then
  bold=$(printf '\033[1m')
  plain=$(printf '\033[0m')
fi
steps=0
url=''

dcoskube() { "$DCOSKUBE" "$@"; }

say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# The words as a user would type them, folded between an option with its value and the next.
typed() {
  printf '  $'
  width=3
  part=''
  for word in "$@"; do
    case $word in
    *[!A-Za-z0-9_./:=,@%+\&-]*) word="'$word'" ;;
    esac
    case $word in
    -*) typed_part ;;
    esac
    part="$part $word"
  done
  typed_part
  echo
}

typed_part() {
  if [ $((width + ${#part})) -gt 100 ]; then
    printf ' \\\n     '
    width=5
  fi
  printf '%s' "$part"
  width=$((width + ${#part}))
  part=''
}

# show COMMAND...: print it, run it, print what it says; its status in $code.
show() {
  typed "$@"
  "$@" >"$work/said" 2>&1
  code=$?
  sed 's/^/  /' "$work/said"
  [ -z "$(tail -c 1 "$work/said")" ] || echo
  [ "$code" = 0 ] && [ "$1" != curl ] || echo "  [exit status $code]"
}

# must STATUS PATTERN: what the last command was to do.
must() {
  steps=$((steps + 1))
  [ "$code" = "$1" ] || fail "step $steps: exit status $code instead of $1"
  grep -Eq -e "$2" "$work/said" || fail "step $steps: nothing there matches: $2"
}

# must_judge STATUS VERDICTS WORD...: dcoskube check, for people and for machines.
must_judge() {
  status=$1
  verdicts=$2
  shift 2
  show dcoskube check "$@" $dial
  must "$status" .
  dcoskube check "$@" $dial -o json >"$work/check.json" 2>"$work/check.err"
  [ $? = "$status" ] || fail "step $steps: as JSON, another exit status"
  verdict=$("$PYTHON3" -c 'import json, sys; print(json.load(open(sys.argv[1]))[0]["verdict"])' "$work/check.json")
  case ",$verdicts," in
  *,"$verdict",*) ;;
  *) fail "step $steps: the verdict is $verdict, not $verdicts" ;;
  esac
}

# The check that the documentation gives, for comparison.
curl_k() {
  show curl -k -sS -m 20 "$url/"
}

begin() {
  cd "$work" || exit 99
  make_cluster DNS:kubernetes
  prepare_proxy
  cp pki/public-ca.crt ca.crt
  url=https://$public_name:$port
  context=$public_name$port
  certificate stranger-ca --ca --subject CN=stranger-ca
  cp pki/stranger-ca.crt other-ca.crt
  say "Everything below happens in $work, on loopback, and is gone afterwards."
}

the_cluster() {
  if [ "${DCOSKUBE_KUBE_APISERVER:-}" != none ] && find_kube_apiserver; then
    kind=real
    say "1. A Kubernetes API server: the real one ($("$kube_apiserver" --version 2>/dev/null)), on etcd."
  else
    kind=stand-in
    say "1. A Kubernetes API server: a stand-in (${why_not:-as asked for}); it answers as kube-apiserver 1.20 does."
  fi
  start_cluster $kind
  add_nodes
  echo "It listens on $api_address:$api_port, in the place of a VIP of DC/OS. A name server on $resolver"
  echo "knows that VIP by name, as that of DC/OS does:"
  show dcoskube vip kubernetes
  must 0 "^$vip_host:6443\$"
}

expose() {
  show dcoskube expose $flags --certificate "$install/cert-and-key.pem" --config-dir "$install" \
    --path-to-custom-ca ca.crt --token-file admin.token -d haproxy $dial
}

expose_it() {
  say "2. Nobody outside can reach it yet. The public name here is $public_name, so that nothing must be set up for it."
  must_judge 1 refused "$url" --ca-file ca.crt
  say "3. One command writes HAProxy's configuration and the Marathon descriptor, adds a kubectl context, and checks it."
  echo "The directory holds already what no program should make up: cert-and-key.pem and the cluster's CA. The proxy"
  echo "does not run yet, so the check fails, and the exit status is 1."
  expose
  must 1 "$context"
  say "4. HAProxy's own check has nothing to say but that the VIP does not resolve outside DC/OS."
  show haproxy -c -f haproxy/haproxy.conf
  must 0 .
  judge_haproxy "$work/said" || fail "step $steps: haproxy -c has more to say"
}

run_it() {
  say "5. The real HAProxy runs it (on DC/OS: Marathon, by the descriptor)."
  typed haproxy -f haproxy/haproxy.conf '&'
  start_proxy
  wait_for_proxy
  echo "The same command again changes nothing, and now the check succeeds:"
  expose
  must 0 "$context"
  say "6. The context is there; kubectl reaches the cluster through the proxy."
  show dcoskube context list
  must 0 "$context"
  show dcoskube context use "$context"
  must 0 "Switched to context \"$context\"\\."
  show kubectl get nodes --context "$context" $kubectl_dial
  must 0 '^agent-1 +Ready'
  kubectl version --context "$context" $kubectl_dial >"$work/said" 2>&1 || fail 'kubectl version'
  say "7. And dcoskube check, asked again, tells who answered and how it is."
  must_judge 0 healthy
}

break_it() {
  say "8. What if something is wrong? First: another CA. curl -k, the documented check, sees nothing of it."
  must_judge 1 untrusted "$url" --ca-file other-ca.crt
  curl_k
  must 0 '"status": "Failure"'
  say "9. The API server is stopped. HAProxy answers in its place; for curl -k that is an answer like any other."
  end "$api_pid"
  until_true 30 proxy_answers_alone || fail 'HAProxy did not see the API server go'
  must_judge 1 not-kubernetes,proxy-error
  curl_k
  must 0 '503 Service Unavailable'
  say "10. The API server is back."
  start_cluster $kind
  wait_for_proxy
  must_judge 0 healthy
  say "11. The proxy is stopped."
  end "$proxy_pid"
  must_judge 1 refused
  curl_k
  must 7 'refused|connect'
}

proxy_answers_alone() {
  curl -q -k -sS -m 20 "$url/" | grep -q '503 Service Unavailable'
}

begin
the_cluster
expose_it
run_it
break_it
say "The demo is over: $steps steps, each as it must be ($kind API server, real HAProxy, real kubectl)."
