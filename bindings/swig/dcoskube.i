/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public headers for SWIG, and the few typemaps that they need: parameter
 * names are the same in the whole API, so five cover it.
 *
 *   swig -python -Iinclude dcoskube.i
 *
 * What comes out is the C API with exceptions: dcoskube_vip_new("k8s", 0) gives
 * the object, dcoskube_context_name_from_url(url) the string; a failure raises
 * RuntimeError "subject: message; remedy".  Objects are freed by their _free
 * functions.
 */
%module dcoskube

%{
#include <stdio.h>
#include <dcoskube/dcoskube.h>
%}

%include <stdint.i>
%include <exception.i>
%include <cstring.i>

/* Opaque objects are made and freed by functions, never by a constructor of SWIG's. */
%nodefaultctor;
%nodefaultdtor;

/* --- dcoskube_error *err: made here, raised, freed; the status is then of no interest --- */
%typemap(in, numinputs = 0) dcoskube_error *err {
  $1 = dcoskube_error_new();
  if (!$1)
    SWIG_exception_fail(SWIG_MemoryError, "out of memory");
}
%typemap(argout) dcoskube_error *err {
  if (dcoskube_error_status($1) != DCOSKUBE_OK) {
    char dk_words[2048];
    const char *dk_subject = dcoskube_error_subject($1), *dk_remedy = dcoskube_error_remedy($1);
    snprintf(dk_words, sizeof dk_words, "%s%s%s%s%s", dk_subject, *dk_subject ? ": " : "", dcoskube_error_message($1),
             *dk_remedy ? "; " : "", dk_remedy);
    SWIG_exception_fail(SWIG_RuntimeError, dk_words);
  }
}
%typemap(freearg) dcoskube_error *err {
  dcoskube_error_free($1);
}
%typemap(out) dcoskube_status {
  (void)$1;
  $result = VOID_Object;
}

/* --- X **out, dcoskube_findings **changes: the new object is the result --- */
%define DK_OUT_OBJECT(TYPE, NAME)
%typemap(in, numinputs = 0) TYPE **NAME(TYPE *temp = NULL) {
  $1 = &temp;
}
%typemap(argout) TYPE **NAME {
  %append_output(SWIG_NewPointerObj(SWIG_as_voidptr(*$1), $*1_descriptor, 0));
}
%enddef
DK_OUT_OBJECT(dcoskube_files, out)
DK_OUT_OBJECT(dcoskube_findings, out)
DK_OUT_OBJECT(dcoskube_findings, changes)
DK_OUT_OBJECT(dcoskube_vip, out)
DK_OUT_OBJECT(dcoskube_proxy, out)
DK_OUT_OBJECT(dcoskube_cluster, out)
DK_OUT_OBJECT(dcoskube_marathon_app, out)
DK_OUT_OBJECT(dcoskube_kubeconfig, out)
DK_OUT_OBJECT(dcoskube_entry, out)
DK_OUT_OBJECT(dcoskube_check, out)
DK_OUT_OBJECT(dcoskube_target, out)
DK_OUT_OBJECT(dcoskube_result, out)

/* --- char **out [, size_t *out_len]: a new text is copied and freed --- */
%cstring_output_allocate_size(char **out, size_t *out_len, dcoskube_free(*$1));
%cstring_output_allocate(char **out, dcoskube_free(*$1));
%apply uint32_t *OUTPUT { uint32_t *out };

/* --- const void *data, size_t len: bytes --- */
#ifdef SWIGPYTHON
%include <pybuffer.i>
%pybuffer_binary(const void *data, size_t len);
#else
%apply (char *STRING, size_t LENGTH) { (const void *data, size_t len) };
#endif

/* What a program in another language reaches by exceptions, or not at all. */
%ignore dcoskube_error_new;
%ignore dcoskube_error_free;
%ignore dcoskube_error_status;
%ignore dcoskube_error_message;
%ignore dcoskube_error_subject;
%ignore dcoskube_error_remedy;
%ignore dcoskube_error_line;
%ignore dcoskube_error_column;
%ignore dcoskube_error_errno;
%ignore dcoskube_free;
/* A callback of C; dcoskube_check_next() does the same without one. */
%ignore dcoskube_check_run;
/* They would keep a pointer to an object that its own language may move or free. */
%ignore dcoskube_target_set_userdata;
%ignore dcoskube_result_userdata;

%include <dcoskube/export.h>
%include <dcoskube/error.h>
%include <dcoskube/version.h>
%include <dcoskube/duration.h>
%include <dcoskube/findings.h>
%include <dcoskube/files.h>
%include <dcoskube/vip.h>
%include <dcoskube/proxy.h>
%include <dcoskube/marathon.h>
%include <dcoskube/kubeconfig.h>
%include <dcoskube/check.h>
