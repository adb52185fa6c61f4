{{/*
The environment of a component as a list: what is in "env" (a map of NAME to a text or to valueFrom), and extraEnv in its
place where the names are equal. (dict "root" $ "env" (dict …) "extraEnv" (list …))
*/}}
{{- define "people-sync.env" -}}
{{- $env := deepCopy .env -}}
{{- range .extraEnv -}}
{{- $_ := set $env .name (ternary .valueFrom (tpl (default "" .value) $.root) (hasKey . "valueFrom")) -}}
{{- end -}}
{{- range $name := keys $env | sortAlpha }}
{{- $value := get $env $name }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  valueFrom:
    {{- toYaml $value | nindent 4 }}
  {{- else }}
  value: {{ $value | toString | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* How Kafka is reached, by whom: (dict "root" $ "name" "gateway"). */}}
{{- define "people-sync.env.kafka" -}}
{{- with .root.Values.kafka -}}
KAFKA_BROKERS: {{ .brokers | quote }}
{{- with .topicPrefix }}
KAFKA_TOPIC_PREFIX: {{ . | quote }}
{{- end }}
{{- if .tls.enabled }}
KAFKA_TLS: 'true'
{{- if .tls.caSecret }}
KAFKA_TLS_CA_FILE: /run/people-sync/kafka/ca.crt
{{- end }}
{{- if .tls.clientSecret }}
KAFKA_TLS_CERT_FILE: /run/people-sync/kafka/client.crt
KAFKA_TLS_KEY_FILE: /run/people-sync/kafka/client.key
{{- end }}
{{- end }}
{{- if .sasl.mechanism }}
KAFKA_SASL_MECHANISM: {{ .sasl.mechanism }}
KAFKA_USERNAME: {{ .sasl.username | replace "{service}" $.name | quote }}
KAFKA_PASSWORD_FILE: /run/people-sync/kafka/password
{{- end }}
{{- end -}}
{{- end -}}

{{/* The database as one of its roles; the password is in a file of its own. */}}
{{- define "people-sync.databaseUrl" -}}
{{- with .root.Values.postgresql -}}
postgres://{{ .rolePrefix }}{{ $.schema }}@{{ include "people-sync.postgresql.host" $.root }}:{{ .port }}/{{ .database | urlquery | replace "+" "%20" }}
{{- include "people-sync.postgresql.parameters" $.root }}
{{- end -}}
{{- end -}}

{{- define "people-sync.postgresql.host" -}}
{{- if .Values.postgresql.cnpg.enabled -}}
{{- printf "%s-postgresql-rw.%s.svc" (include "people-sync.fullname" .) .Release.Namespace -}}
{{- else -}}
{{- .Values.postgresql.host -}}
{{- end -}}
{{- end -}}

{{- define "people-sync.postgresql.caSecret" -}}
{{- if .Values.postgresql.cnpg.enabled -}}
{{- printf "%s-postgresql-ca" (include "people-sync.fullname" .) -}}
{{- else -}}
{{- .Values.postgresql.caSecret -}}
{{- end -}}
{{- end -}}

{{- define "people-sync.postgresql.adminSecret" -}}
{{- if .Values.postgresql.cnpg.enabled -}}
{{- printf "%s-postgresql-app" (include "people-sync.fullname" .) -}}
{{- else -}}
{{- .Values.postgresql.admin.existingSecret -}}
{{- end -}}
{{- end -}}

{{- define "people-sync.postgresql.adminKey" -}}
{{- if .Values.postgresql.cnpg.enabled -}}uri{{- else -}}{{- .Values.postgresql.admin.urlKey -}}{{- end -}}
{{- end -}}

{{- define "people-sync.postgresql.parameters" -}}
{{- $ca := include "people-sync.postgresql.caSecret" . -}}
{{- $mode := default (ternary "verify-full" "" (not (empty $ca))) .Values.postgresql.sslmode -}}
{{- /* What others call `require`, the driver calls `no-verify`: its `require` verifies. */}}
{{- if eq $mode "require" }}?sslmode=no-verify{{ else if $mode }}?sslmode={{ $mode }}{{ end -}}
{{- if and $ca (eq $mode "verify-full") }}&sslrootcert=/run/people-sync/postgresql/ca.crt{{ end -}}
{{- end -}}

{{/* Where each role's password is: those of the services, and that of the event log where the database holds it. */}}
{{- define "people-sync.env.passwords" -}}
{{- range include "people-sync.schemas" . | fromJsonArray }}
{{ upper . }}_DATABASE_PASSWORD_FILE: /run/people-sync/postgresql/{{ . }}-password
{{- end }}
{{- end -}}

{{/* What whoever runs is told. */}}
{{- define "people-sync.env.service" -}}
DATABASE_POOL_SIZE: {{ .settings.databasePoolSize | quote }}
MIGRATIONS: wait
LOG_LEVEL: {{ .settings.logLevel }}
MANAGEMENT_HOST: 0.0.0.0
MANAGEMENT_PORT: '9464'
GRPC_HOST: 0.0.0.0
GRPC_PORT: '50051'
{{- if eq .name "single" }}
DATABASE_URL: {{ include "people-sync.databaseUrl" (dict "root" .root "schema" "gateway") | quote }}
ROLE_PREFIX: {{ .root.Values.postgresql.rolePrefix }}
{{- include "people-sync.env.passwords" .root }}
{{- else }}
{{ include "people-sync.env.kafka" . }}
DATABASE_URL: {{ include "people-sync.databaseUrl" (dict "root" .root "schema" .settings.schema) | quote }}
DATABASE_PASSWORD_FILE: /run/people-sync/postgresql/password
{{ include "people-sync.env.identity" . }}
{{- end }}
{{- with include "people-sync.heap" .settings.resources }}
NODE_OPTIONS: {{ . }}
{{- end }}
{{- with .root.Values.tracing.endpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ . | quote }}
OTEL_RESOURCE_ATTRIBUTES: >-
  k8s.namespace.name={{ $.root.Release.Namespace }},k8s.deployment.name={{ include "people-sync.name" $ }},k8s.pod.name=$(K8S_POD_NAME),k8s.node.name=$(K8S_NODE_NAME)
K8S_NODE_NAME: { fieldRef: { fieldPath: spec.nodeName } }
K8S_POD_NAME: { fieldRef: { fieldPath: metadata.name } }
{{- end }}
{{- end -}}

{{/* By what a service is known to the others, and they to it. */}}
{{- define "people-sync.env.identity" -}}
{{- $identity := .root.Values.serviceIdentity -}}
SERVICE_AUTH_ISSUER: {{ $identity.issuer | quote }}
SERVICE_AUTH_AUDIENCE: {{ $identity.audience | quote }}
SERVICE_AUTH_SUBJECT_PREFIX: {{ printf "system:serviceaccount:%s:%s-" .root.Release.Namespace (include "people-sync.fullname" .root) | quote }}
SERVICE_TOKEN_FILE: /run/people-sync/identity/token
{{- /* The gateway is called by people. */}}
{{- if ne .name "gateway" }}
SERVICE_AUTH_JWKS_URL: {{ $identity.jwksUrl | quote }}
{{- end }}
{{- if and $identity.askWithToken (ne .name "gateway") }}
SERVICE_AUTH_JWKS_BEARER_FILE: /run/people-sync/api-server/token
NODE_EXTRA_CA_CERTS: /run/people-sync/api-server/ca.crt
{{- end }}
{{- end -}}

{{/* Three quarters of the memory's limit for Node's heap; nothing where the limit is written otherwise than in Mi or Gi. */}}
{{- define "people-sync.heap" -}}
{{- $memory := (.limits | default dict).memory | default "" | toString -}}
{{- if regexMatch "^[0-9]+Mi$" $memory -}}
--max-old-space-size={{ div (mul (trimSuffix "Mi" $memory | int) 3) 4 }}
{{- else if regexMatch "^[0-9]+Gi$" $memory -}}
--max-old-space-size={{ mul (trimSuffix "Gi" $memory | int) 768 }}
{{- end -}}
{{- end -}}

{{/* host:port of a component's gRPC: the name of the headless service, which lists every pod that is ready. */}}
{{- define "people-sync.grpc" -}}
{{- include "people-sync.headless" . }}.{{ .root.Release.Namespace }}.svc:50051
{{- end -}}
