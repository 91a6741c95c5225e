# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154,SC2034 # to be sourced after lib.sh, for others' use
# A Kubernetes API server on a loopback address of its own, port 6443: the real
# one on etcd, or the stand-in.
#
#   find_kube_apiserver || echo "$why_not"
#   make_cluster                 $work/pki, tokens, a free address in $api_address
#   start_cluster real|stand-in [OPTION...]; start_cluster again after: end "$api_pid"
#   add_nodes                    two nodes, so that kubectl has something to show
#
# Three users: admin (may do all), nobody (may do nothing), and a token that nobody knows.

vip_host=apiserver.kubernetes.l4lb.thisdcos.directory
api_port=6443
etcd_pid=''

# The real server's program in $kube_apiserver, or the reason in $why_not.
find_kube_apiserver() {
  kube_apiserver=${DCOSKUBE_KUBE_APISERVER:-}
  [ -n "$kube_apiserver" ] || kube_apiserver=$(command -v kube-apiserver) || kube_apiserver=''
  why_not=''
  if [ -z "$kube_apiserver" ]; then
    why_not='no kube-apiserver: set DCOSKUBE_KUBE_APISERVER or put it on PATH'
  elif [ ! -x "$kube_apiserver" ]; then
    why_not="kube-apiserver: $kube_apiserver is not a program"
  elif ! command -v etcd >/dev/null 2>&1; then
    why_not='kube-apiserver needs etcd, which was not found (Debian: etcd-server)'
  fi
  [ -z "$why_not" ]
}

certificate() {
  "$pki" --dir "$work/pki" --name "$@" || fail "no certificate $1"
}

# make_cluster [SAN...]: further names for the server's certificate.
make_cluster() {
  mkdir "$work/pki" || fail 'no directory for certificates'
  api_address=$(free_address $api_port) || fail 'no loopback address'
  certificate cluster-ca --ca --subject CN=kubernetes-ca
  sans=''
  for san in "DNS:$vip_host" DNS:kubernetes.default.svc "IP:$api_address" "$@"; do
    sans="$sans --san $san"
  done
  # shellcheck disable=SC2086 # words on purpose
  certificate apiserver --issuer cluster-ca --subject CN=kube-apiserver $sans
  certificate admin --issuer cluster-ca --subject CN=admin,O=system:masters --usage client
  certificate accounts --key rsa
  cat >"$work/tokens.csv" <<EOT
correct-horse-battery-staple,admin,1,"system:masters"
nobody-in-particular,nobody,2
EOT
  printf 'correct-horse-battery-staple\n' >"$work/admin.token"
  printf 'nobody-in-particular\n' >"$work/nobody.token"
  printf 'not-a-token-of-theirs\n' >"$work/bad.token"
}

start_etcd() {
  etcd_address=$(free_address 2379) || fail 'no loopback address'
  client=http://$etcd_address:2379
  peer=http://$etcd_address:2380
  start etcd etcd --name demo --data-dir "$work/etcd" --listen-client-urls "$client" \
    --advertise-client-urls "$client" --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" \
    --initial-cluster "demo=$peer"
  etcd_pid=$pid
}

# start_cluster KIND [OPTION...]: ready when this returns; the process in $api_pid.
start_cluster() {
  kind=$1
  shift
  set -- "--bind-address=$api_address" "--secure-port=$api_port" "--tls-cert-file=$work/pki/apiserver.crt" \
    "--tls-private-key-file=$work/pki/apiserver.key" "--client-ca-file=$work/pki/cluster-ca.crt" \
    "--token-auth-file=$work/tokens.csv" "$@"
  if [ "$kind" = real ]; then
    [ -n "$etcd_pid" ] || start_etcd
    start apiserver "$kube_apiserver" "--etcd-servers=$client" "--advertise-address=127.0.0.1" \
      --endpoint-reconciler-type=none --authorization-mode=RBAC --service-cluster-ip-range=10.0.0.0/24 \
      --service-account-issuer=https://kubernetes.default.svc "--service-account-key-file=$work/pki/accounts.key" \
      "--service-account-signing-key-file=$work/pki/accounts.key" "--cert-dir=$work/kubernetes" \
      --disable-admission-plugins=ServiceAccount "$@"
  else
    start apiserver "$PYTHON3" "$support/apiserver.py" "--failing=$work/failing" "$@"
  fi
  api_pid=$pid
  until_true 60 ask_api /readyz || fail "the API server ($kind) was not ready in time"
}

# ask_api PATH [CURL-WORD...]: as admin, directly.
ask_api() {
  path=$1
  shift
  printf 'header = "Authorization: Bearer %s"\n' "$(cat "$work/admin.token")" |
    curl -q -sS -f -m 10 -A dcoskube-tests -K - --cacert "$work/pki/cluster-ca.crt" "$@" "https://$api_address:$api_port$path"
}

# /version and the health checks are no longer for everybody (the real server; until it starts again).
close_api() {
  until_true 30 ask_api /readyz || fail 'the API server is not ready'
  ask_api /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/system:public-info-viewer -X DELETE -o /dev/null ||
    fail 'the API server does not withdraw system:public-info-viewer'
  until_true 30 is_closed || fail 'the API server still answers everybody'
}

is_closed() {
  code=$(curl -q -s -m 10 -o /dev/null -w '%{http_code}' --cacert "$work/pki/cluster-ca.crt" \
    "https://$api_address:$api_port/version")
  [ "$code" = 403 ]
}

post_api() {
  ask_api "$1" -H 'Content-Type: application/json' -o /dev/null -d "$2" || fail "the API server did not take: $2"
}

add_nodes() {
  for node in agent-1 agent-2; do
    post_api /api/v1/nodes '{"kind":"Node","apiVersion":"v1",
      "metadata":{"name":"'$node'","labels":{"node-role.kubernetes.io/worker":""}},
      "status":{"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}],
                "nodeInfo":{"kubeletVersion":"v1.20.2","machineID":"","systemUUID":"","bootID":"","kernelVersion":"",
                  "osImage":"","containerRuntimeVersion":"","kubeProxyVersion":"","operatingSystem":"linux",
                  "architecture":"amd64"}}}'
  done
}

# A pod "shell" whose exec echoes; the stand-in plays its kubelet.  (The stand-in's own pods all do.)
add_echo_pod() {
  start kubelet "$PYTHON3" "$support/apiserver.py" --kubelet "--tls-cert-file=$work/pki/apiserver.crt" \
    "--tls-private-key-file=$work/pki/apiserver.key"
  first_line kubelet 20 || fail 'no kubelet'
  post_api /api/v1/nodes '{"kind":"Node","apiVersion":"v1","metadata":{"name":"kubelet"},"status":{
    "addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":'"$line"'}}}}'
  post_api /api/v1/namespaces/default/pods '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"shell"},
    "spec":{"nodeName":"kubelet","containers":[{"name":"shell","image":"none"}]}}'
}
