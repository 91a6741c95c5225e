# The road with the real kube-apiserver; skipped where it, etcd, haproxy or kubectl is missing.
scripts += real/bodies.test real/demo.test real/road.test real/tunnel.test
EXTRA_DIST += real/bodies.py
