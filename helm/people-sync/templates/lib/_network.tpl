{{/* The port of an address. */}}
{{- define "people-sync.port" -}}
{{- $url := urlParse . -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- default (ternary "443" "80" (eq $url.scheme "https")) $port -}}
{{- end -}}

{{/* The ports of a destination: its own, else those that follow from the other values. A JSON list of numbers. */}}
{{- define "people-sync.ports" -}}
{{- $values := .root.Values -}}
{{- if eq .destination "postgresql" -}}
{{- list ($values.postgresql.port | int) | toJson -}}
{{- else if eq .destination "kafka" -}}
{{- $ports := list -}}
{{- range splitList "," $values.kafka.brokers -}}
{{- $ports = append $ports (splitList ":" . | last | int) -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- else if eq .destination "collector" -}}
{{- list (include "people-sync.port" $values.tracing.endpoint | int) | toJson -}}
{{- else if eq .destination "peoplehr" -}}
{{- list (include "people-sync.port" $values.peoplehr.baseUrl | int) | toJson -}}
{{- else if eq .destination "identityProvider" -}}
{{- list (include "people-sync.port" $values.auth.jwks.url | int) | toJson -}}
{{- else -}}
[]
{{- end -}}
{{- end -}}

{{/* False for a way that nobody goes with these values. */}}
{{- define "people-sync.isUsed" -}}
{{- $values := .root.Values -}}
{{- if eq .destination "collector" -}}{{ ternary "" "true" (empty $values.tracing.endpoint) }}
{{- else if eq .destination "identityProvider" -}}{{ ternary "" "true" (empty $values.auth.jwks.url) }}
{{- else if eq .destination "kafka" -}}{{ ternary "" "true" (eq $values.mode "single") }}
{{- else -}}true{{- end -}}
{{- end -}}

{{/* One egress rule: (dict "root" $ "destination" "kafka"). */}}
{{- define "people-sync.egress" -}}
{{- $told := get .root.Values.networkPolicy.destinations .destination -}}
{{- if include "people-sync.isUsed" . -}}
{{- $to := default (list) $told.to -}}
{{- if and (eq .destination "postgresql") .root.Values.postgresql.cnpg.enabled (not $to) -}}
{{- $cluster := include "people-sync.name" (dict "root" .root "name" "postgresql") -}}
{{- $to = list (dict "podSelector" (dict "matchLabels" (dict "cnpg.io/cluster" $cluster))) -}}
{{- end -}}
{{- $ports := default (list) $told.ports -}}
{{- if not $ports -}}
{{- range include "people-sync.ports" . | fromJsonArray -}}
{{- $ports = append $ports (dict "port" (int .) "protocol" "TCP") -}}
{{- end -}}
{{- end -}}
# {{ .destination }}
- ports:
    {{- toYaml $ports | nindent 4 }}
  {{- with $to }}
  to:
    {{- tpl (toYaml .) $.root | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- define "people-sync.networkpolicy" -}}
{{- if .root.Values.networkPolicy.enabled -}}
{{- $root := .root -}}
{{- $name := .name -}}
{{- $components := include "people-sync.running" .root | fromYaml -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "people-sync.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "people-sync.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  # Numbers: not every network plugin knows the ports' names.
  ingress:
    {{- if .settings.http }}
    - ports: [{ port: 8080, protocol: TCP }, { port: 50051, protocol: TCP }]
      {{- with .settings.allowFrom }}
      from:
        {{- tpl (toYaml .) $root | nindent 8 }}
      {{- end }}
    {{- else }}
    - ports: [{ port: 50051, protocol: TCP }]
      from:
        {{- range $caller, $facts := $components }}
        {{- if has $name $facts.calls }}
        - podSelector:
            matchLabels:
              {{- include "people-sync.selector" (dict "root" $root "name" $caller) | nindent 14 }}
        {{- end }}
        {{- end }}
        {{- with .settings.allowFrom }}
        {{- tpl (toYaml .) $root | nindent 8 }}
        {{- end }}
    {{- end }}
    - ports: [{ port: 9464, protocol: TCP }]
      from:
        - podSelector:
            matchLabels:
              {{- include "people-sync.selector" (dict "root" $root "name" "test") | nindent 14 }}
        {{- with $root.Values.networkPolicy.metricsFrom }}
        {{- tpl (toYaml .) $root | nindent 8 }}
        {{- end }}
  egress:
    {{- include "people-sync.egress" (dict "root" $root "destination" "dns") | nindent 4 }}
    {{- range $destination, $isOpen := .settings.egress }}
    {{- if and $isOpen (ne $destination "dns") }}
    {{- with include "people-sync.egress" (dict "root" $root "destination" $destination) }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- end }}
    {{- end }}
    {{- range .settings.calls }}
    # {{ . }}
    - ports: [{ port: 50051, protocol: TCP }]
      to:
        - podSelector:
            matchLabels:
              {{- include "people-sync.selector" (dict "root" $root "name" .) | nindent 14 }}
    {{- end }}
{{- end -}}
{{- end -}}
