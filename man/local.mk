# The pages of the library; those of the programs are in man1.mk.
PAGES += \
	dcoskube.7 \
	dcoskube_error.3 \
	dcoskube_findings.3
