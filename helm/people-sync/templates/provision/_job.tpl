{{/* What `provision` has to do with these values, by its own names; empty if nothing. A JSON list. */}}
{{- define "people-sync.provision.parts" -}}
{{- $parts := list -}}
{{- if ne .Values.migrations.mode "none" -}}
{{- $parts = list "database" "migrations" -}}
{{- end -}}
{{- if and (eq .Values.topics.mode "job") (ne .Values.mode "single") -}}
{{- $parts = append $parts "topics" -}}
{{- end -}}
{{- $parts | toJson -}}
{{- end -}}

{{/* The environment of `provision`: (dict "root" $ "parts" (list …) "admin" true). Without "admin" it logs in as the roles only. */}}
{{- define "people-sync.provision.env" -}}
{{- if or (has "database" .parts) (has "migrations" .parts) -}}
{{- if .admin }}
ADMIN_DATABASE_URL_FILE: /run/people-sync/postgresql/admin-url
{{- else }}
ADMIN_DATABASE_URL: {{ include "people-sync.databaseUrl" (dict "root" .root "schema" "gateway") | quote }}
{{- end }}
ROLE_PREFIX: {{ .root.Values.postgresql.rolePrefix }}
{{- include "people-sync.env.passwords" .root }}
{{- end }}
{{- if has "topics" .parts }}
{{ include "people-sync.env.kafka" (dict "root" .root "name" "provision") }}
KAFKA_REPLICATION_FACTOR: {{ .root.Values.kafka.replicationFactor | quote }}
{{- end }}
{{- with include "people-sync.heap" .root.Values.migrations.resources }}
NODE_OPTIONS: {{ . }}
{{- end }}
{{- end -}}

{{- define "people-sync.provision.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 16Mi }
{{- if or (has "database" .parts) (has "migrations" .parts) }}
{{ include "people-sync.volume.roles" . }}
{{- end }}
{{- if has "topics" .parts }}
{{- with include "people-sync.volume.kafka" (dict "root" .root "name" "provision") }}
{{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A pod that runs the image's `provision` once: (dict "root" $ "name" "provision" "parts" (list …) "args" (list …) "admin" true). */}}
{{- define "people-sync.provision.pod" -}}
restartPolicy: {{ default "Never" .restartPolicy }}
{{ include "people-sync.pod" (dict "root" .root "account" .account) }}
containers:
  - name: {{ .name }}
    {{- include "people-sync.container" . | nindent 4 }}
    args: {{ .args | toJson }}
    env:
      {{- include "people-sync.env" (dict "root" .root "env" (include "people-sync.provision.env" . | fromYaml) "extraEnv" list) | trim | nindent 6 }}
    resources:
      {{- toYaml .root.Values.migrations.resources | nindent 6 }}
    volumeMounts:
      {{- range include "people-sync.provision.volumes" . | fromYamlArray }}
      - name: {{ .name }}
        mountPath: {{ ternary "/tmp" (printf "/run/people-sync/%s" .name) (eq .name "tmp") }}
        {{- if ne .name "tmp" }}
        readOnly: true
        {{- end }}
      {{- end }}
volumes:
  {{- include "people-sync.provision.volumes" . | nindent 2 }}
{{- end -}}

{{/* Its policy: nothing comes in; database, Kafka and DNS. */}}
{{- define "people-sync.provision.networkpolicy" -}}
podSelector:
  matchLabels:
    {{- include "people-sync.selector" . | nindent 4 }}
policyTypes: [Ingress, Egress]
egress:
  {{- $root := .root }}
  {{- range list "dns" "kafka" "postgresql" }}
  {{- include "people-sync.egress" (dict "root" $root "destination" .) | nindent 2 }}
  {{- end }}
{{- end -}}
