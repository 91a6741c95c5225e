# The Python package, its tests, and what SWIG reads; nothing of it is compiled here.
EXTRA_DIST += \
	python/README.md \
	python/pyproject.toml \
	python/dcoskube/__init__.py \
	python/dcoskube/_api.py \
	python/dcoskube/_check.py \
	python/dcoskube/_errors.py \
	python/dcoskube/_files.py \
	python/dcoskube/_handle.py \
	python/dcoskube/_kubeconfig.py \
	python/dcoskube/_marathon.py \
	python/dcoskube/_proxy.py \
	python/dcoskube/_version.py \
	python/dcoskube/_vip.py \
	python/dcoskube/py.typed \
	python/tests/headers.py \
	python/tests/test_check.py \
	python/tests/test_objects.py \
	python/tests/test_table.py \
	swig/dcoskube.i
