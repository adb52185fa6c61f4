{{/*
Everything a pod of this chart has in common; Pod Security's `restricted` and more.
(dict "root" $ "account" NAME "settings" (dict …)); settings may be empty.
*/}}
{{- define "people-sync.pod" -}}
{{- $settings := default (dict) .settings -}}
serviceAccountName: {{ .account }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $settings.affinity }}
affinity:
  {{- tpl (toYaml .) $.root | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "people-sync.container" -}}
image: {{ include "people-sync.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{/* Secrets are files that only the pod's user reads: (dict "root" $ "name" NAME "schema" SCHEMA). */}}
{{- define "people-sync.volume.postgresql" -}}
{{- with .root.Values.postgresql -}}
- name: postgresql
  projected:
    defaultMode: 288
    sources:
      - secret:
          name: {{ .existingSecret }}
          items: [{ key: {{ $.schema }}-password, path: password }]
      {{- with include "people-sync.postgresql.caSecret" $.root }}
      - secret:
          name: {{ . }}
          items: [{ key: {{ $.root.Values.postgresql.caKey | quote }}, path: ca.crt }]
      {{- end }}
{{- end -}}
{{- end -}}

{{/* The passwords of all roles: (dict "root" $ "admin" true) with the administrator's address, too. */}}
{{- define "people-sync.volume.roles" -}}
{{- $postgresql := .root.Values.postgresql -}}
- name: postgresql
  projected:
    defaultMode: 288
    sources:
      - secret:
          name: {{ $postgresql.existingSecret }}
          items:
            {{- range include "people-sync.schemas" .root | fromJsonArray }}
            - { key: {{ . }}-password, path: {{ . }}-password }
            {{- end }}
      {{- if .admin }}
      - secret:
          name: {{ include "people-sync.postgresql.adminSecret" .root }}
          items: [{ key: {{ include "people-sync.postgresql.adminKey" .root | quote }}, path: admin-url }]
      {{- end }}
      {{- with include "people-sync.postgresql.caSecret" .root }}
      - secret:
          name: {{ . }}
          items: [{ key: {{ $postgresql.caKey | quote }}, path: ca.crt }]
      {{- end }}
{{- end -}}

{{/* Empty if Kafka asks for nothing. */}}
{{- define "people-sync.volume.kafka" -}}
{{- with .root.Values.kafka -}}
{{- if or .sasl.mechanism (and .tls.enabled (or .tls.caSecret .tls.clientSecret)) -}}
- name: kafka
  projected:
    defaultMode: 288
    sources:
      {{- if .sasl.mechanism }}
      - secret:
          name: {{ .sasl.secret | replace "{service}" $.name }}
          items: [{ key: {{ .sasl.passwordKey | replace "{service}" $.name | quote }}, path: password }]
      {{- end }}
      {{- if and .tls.enabled .tls.caSecret }}
      - secret:
          name: {{ .tls.caSecret }}
          items: [{ key: {{ .tls.caKey | quote }}, path: ca.crt }]
      {{- end }}
      {{- if and .tls.enabled .tls.clientSecret }}
      - secret:
          name: {{ .tls.clientSecret | replace "{service}" $.name }}
          items:
            - { key: {{ .tls.certKey | quote }}, path: client.crt }
            - { key: {{ .tls.keyKey | quote }}, path: client.key }
      {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The tokens of the service's account: one to show to other services, one to ask the API server for the keys. */}}
{{- define "people-sync.volume.identity" -}}
{{- with .root.Values.serviceIdentity -}}
- name: identity
  projected:
    defaultMode: 288
    sources:
      - serviceAccountToken:
          path: token
          audience: {{ .audience | quote }}
          expirationSeconds: {{ .tokenSeconds }}
{{- if and .askWithToken (ne $.name "gateway") }}
- name: api-server
  projected:
    defaultMode: 288
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: {{ .tokenSeconds }}
      - configMap:
          name: kube-root-ca.crt
          items: [{ key: ca.crt, path: ca.crt }]
{{- end }}
{{- end -}}
{{- end -}}
