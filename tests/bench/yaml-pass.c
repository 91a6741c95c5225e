/* SPDX-License-Identifier: Apache-2.0 */
/* yaml-pass FILE: libyaml's bare event pass, the bound that the kubeconfig editor is measured against. */
#include <stdio.h>
#include <stdlib.h>

#include <yaml.h>

static unsigned char *slurp(const char *path, size_t *len) {
  FILE *in = fopen(path, "rb");
  if (!in || fseek(in, 0, SEEK_END) != 0)
    return NULL;
  long size = ftell(in);
  rewind(in);
  unsigned char *data = size >= 0 ? malloc((size_t)size + 1) : NULL;
  if (data)
    *len = fread(data, 1, (size_t)size, in);
  fclose(in);
  return data;
}

int main(int argc, char **argv) {
  size_t len = 0, events = 0;
  unsigned char *data = argc == 2 ? slurp(argv[1], &len) : NULL;
  yaml_parser_t parser;
  if (!data || !yaml_parser_initialize(&parser))
    return 3;
  yaml_parser_set_input_string(&parser, data, len);
  for (int end = 0; !end; events++) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event))
      return 1;
    end = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  free(data);
  printf("%zu events\n", events);
  return 0;
}
