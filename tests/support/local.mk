# What the demo and the tests stand on: certificates, a stand-in API server, a name server, shell functions.
support_programs += support/pki
support_pki_SOURCES = support/pki.c
support_pki_CPPFLAGS = -D_GNU_SOURCE $(HARDEN_CPPFLAGS) $(OPENSSL_CFLAGS)
support_pki_LDADD = $(OPENSSL_LIBS)
scripts += support/demo.test
EXTRA_DIST += support/lib.sh support/demo.sh support/cluster.sh support/proxy.sh support/apiserver.py support/dns.py support/upgrade.py
