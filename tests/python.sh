# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154 # PYTHON3 comes from outside
# python ARGUMENTS...: runs $PYTHON3 so that it can load our library.  To be sourced.
#
# A sanitized library needs the sanitizer's runtime in the process before
# anything else; leaks of the interpreter itself are not ours.

# Clang's first: it finds GCC's as well, which is not its own.
preload=
runtime() {
  file=$(${CC:-cc} -print-file-name="$1")
  [ -e "$file" ] && preload=$file
}
case ${SAN_CFLAGS:-} in
*address*) runtime "libclang_rt.asan-$(uname -m).so" || runtime libasan.so || exit 77 ;;
*undefined*) runtime "libclang_rt.ubsan_standalone-$(uname -m).so" || runtime libubsan.so || exit 77 ;;
esac

python() {
  if [ -n "$preload" ]; then
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 LD_PRELOAD=$preload "$PYTHON3" "$@"
  else
    "$PYTHON3" "$@"
  fi
}
