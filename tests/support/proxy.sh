# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154,SC2034 # to be sourced after cluster.sh, for others' use
# The real HAProxy in front of the cluster, as dcoskube rendered it.
#
#   prepare_proxy            certificates, a name server, a free port in $port; the words for dcoskube in $flags
#   start_proxy              runs $install/haproxy.conf; the process in $proxy_pid
#
# The public name is localhost: the one name that needs neither root nor a new
# line in /etc/hosts.  Where even that does not resolve (a bare chroot), the
# words in $dial and $kubectl_dial say where to go; elsewhere they are empty.

public_name=localhost

prepare_proxy() {
  port=$(free_port) || fail 'no free port'
  dial=''
  kubectl_dial=''
  if ! "$PYTHON3" -c 'import socket; socket.getaddrinfo("localhost", 1)' 2>/dev/null; then
    dial="--connect-to 127.0.0.1:$port"
    kubectl_dial="--server https://127.0.0.1:$port --tls-server-name $public_name"
  fi
  # What the operator copies to the agent's directory by hand.
  install=$work/haproxy
  mkdir "$install" || fail 'no install directory'
  certificate public-ca --ca --subject CN=public-ca
  certificate public --issuer public-ca --san "DNS:$public_name"
  cp "$work/pki/public.pem" "$install/cert-and-key.pem"
  cp "$work/pki/cluster-ca.crt" "$install/kube-apiserver-ca-crt.pem"
  start dns "$PYTHON3" "$support/dns.py" "$vip_host=$api_address"
  first_line dns 20 || fail 'the name server does not start'
  resolver=127.0.0.1:$line
  flags="--hostname $public_name --service kubernetes --ca-file $install/kube-apiserver-ca-crt.pem
    --listen 127.0.0.1:$port --install-dir $install --resolver $resolver"
}

start_proxy() {
  start haproxy haproxy -f "$install/haproxy.conf"
  proxy_pid=$pid
}

# ask_proxy PATH: through the proxy, without a credential; 0 if Kubernetes answered.
ask_proxy() {
  curl -q -sS -f -m 10 -A dcoskube-tests --cacert "${proxy_ca:-$work/pki/public-ca.crt}" "https://$public_name:$port$1"
}

wait_for_proxy() {
  until_true 60 ask_proxy /version || fail 'the proxy does not lead to the API server'
}

# What haproxy -c may say: that the VIP does not resolve outside DC/OS, and that the file is valid.
judge_haproxy() {
  grep -E '\[(ALERT|WARNING)\]' "$1" |
    grep -vE 'could not resolve address .*l4lb\.thisdcos\.directory|can.t connect socket for nameserver' >"$1.rest"
  [ ! -s "$1.rest" ]
}
