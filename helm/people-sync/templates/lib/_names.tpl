{{/* The beginning of every resource's name: short enough that the longest ending still fits into 63 characters. */}}
{{- define "people-sync.fullname" -}}
{{- $chart := default .Chart.Name .Values.nameOverride -}}
{{- $release := .Release.Name | replace "." "-" -}}
{{- $whole := default (ternary $release (printf "%s-%s" $release $chart) (contains $chart $release)) .Values.fullnameOverride -}}
{{- $whole = regexReplaceAll "^([0-9])" $whole "r$1" -}}
{{- if gt (len $whole) 40 -}}
{{- printf "%s-%s" ($whole | trunc 33 | trimSuffix "-") ($whole | sha256sum | trunc 6) -}}
{{- else -}}
{{- $whole -}}
{{- end -}}
{{- end -}}

{{/* Of one component: (dict "root" $ "name" "gateway"). Its service account has this name too, by which services know each other. */}}
{{- define "people-sync.name" -}}
{{- printf "%s-%s" (include "people-sync.fullname" .root) .name -}}
{{- end -}}

{{/* What pods are found by. Never changes: a Deployment's selector cannot be changed. */}}
{{- define "people-sync.selector" -}}
app.kubernetes.io/name: people-sync
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- with .name }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "people-sync.labels" -}}
{{- include "people-sync.selector" . }}
app.kubernetes.io/part-of: people-sync
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name (.root.Chart.Version | replace "+" "_") }}
{{- range $key, $value := .root.Values.commonLabels }}
{{ $key }}: {{ tpl $value $.root | quote }}
{{- end }}
{{- end -}}

{{/* metadata of a resource: (dict "root" $ "name" "gateway" "suffix" "-a" "annotations" (dict)), or with "fullname" instead of the suffix. */}}
{{- define "people-sync.metadata" -}}
name: {{ default (printf "%s%s" (include "people-sync.name" .) (default "" .suffix)) .fullname }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "people-sync.labels" . | nindent 2 }}
{{- $annotations := merge (dict) (default (dict) .annotations) .root.Values.commonAnnotations }}
{{- with $annotations }}
annotations:
  {{- range $key, $value := . }}
  {{ $key }}: {{ tpl $value $.root | quote }}
  {{- end }}
{{- end }}
{{- end -}}
