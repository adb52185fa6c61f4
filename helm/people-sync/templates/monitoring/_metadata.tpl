{{/* As people-sync.metadata, with labels by which somebody else chooses. */}}
{{- define "people-sync.monitor.metadata" -}}
{{- $metadata := include "people-sync.metadata" . | fromYaml -}}
{{- $_ := set $metadata "labels" (merge (dict) .labels $metadata.labels) -}}
{{- toYaml $metadata -}}
{{- end -}}
