{{/*
What each service is, as the code has it: the key of its values, its schema, the services whose gRPC it calls, the topics
it reads, and those it writes. A test compares this with the services.
*/}}
{{- define "people-sync.components" -}}
gateway:
  key: gateway
  schema: gateway
  http: true
  calls: [credentials, reconciler, wethrive-writer, peoplehr-fetcher, audit]
  reads: [peoplesync.connections, peoplesync.snapshots, peoplesync.changes, peoplesync.people]
  writes: [peoplesync.requests]
credentials:
  key: credentials
  schema: credentials
  calls: []
  reads: []
  writes: [peoplesync.connections]
peoplehr-fetcher:
  key: peoplehrFetcher
  schema: fetcher
  calls: [credentials]
  reads: [peoplesync.requests]
  writes: [peoplesync.snapshots]
reconciler:
  key: reconciler
  schema: reconciler
  calls: []
  reads: [peoplesync.snapshots, peoplesync.people]
  writes: [peoplesync.changes]
wethrive-writer:
  key: wethriveWriter
  schema: writer
  calls: []
  reads: [peoplesync.changes]
  writes: [peoplesync.people]
audit:
  key: audit
  schema: audit
  calls: [reconciler, wethrive-writer]
  reads: [peoplesync.requests, peoplesync.connections, peoplesync.snapshots, peoplesync.changes, peoplesync.people]
  writes: []
{{- end -}}

{{/* What runs in this mode: each service by itself, or all of them in one process, of which the gateway is the door. */}}
{{- define "people-sync.running" -}}
{{- if eq .Values.mode "single" -}}
single:
  key: single
  http: true
  calls: []
  reads: []
  writes: []
{{- else -}}
{{- include "people-sync.components" . -}}
{{- end -}}
{{- end -}}

{{/* The roles in the database, by their schemas. A JSON list. */}}
{{- define "people-sync.schemas" -}}
{{- $schemas := list "gateway" "credentials" "fetcher" "reconciler" "writer" "audit" -}}
{{- if eq .Values.mode "single" -}}
{{- $schemas = append $schemas "bus" -}}
{{- end -}}
{{- $schemas | toJson -}}
{{- end -}}

{{/* The facts and the values of one: (dict "root" $ "name" "gateway"). The door's values are the gateway's in each mode. */}}
{{- define "people-sync.settings" -}}
{{- $facts := get (include "people-sync.running" .root | fromYaml) .name -}}
{{- $door := dict -}}
{{- if eq .name "single" -}}
{{- $door = pick .root.Values.gateway "service" "allowFrom" -}}
{{- end -}}
{{- mustMergeOverwrite (deepCopy .root.Values.defaults) (deepCopy $door) (deepCopy (get .root.Values $facts.key)) $facts | toYaml -}}
{{- end -}}

{{/* How many there are at least. */}}
{{- define "people-sync.leastReplicas" -}}
{{- if (.autoscaling | default dict).enabled }}{{ .autoscaling.minReplicas }}{{ else }}{{ .replicas }}{{ end -}}
{{- end -}}
