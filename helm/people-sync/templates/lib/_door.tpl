{{/* What the door for people and the main platform is told: in the gateway, or in the one process. */}}
{{- define "people-sync.env.door" -}}
HTTP_HOST: 0.0.0.0
HTTP_PORT: '8080'
# Longer than idle connections are kept: nobody who calls meets one that is just being closed.
HTTP_DRAIN_MS: '6000'
AUTH_ISSUER: {{ .Values.auth.issuer | quote }}
AUTH_AUDIENCE: {{ .Values.auth.audience | quote }}
{{- if .Values.auth.jwks.configMap }}
AUTH_JWKS_FILE: /run/people-sync/auth/jwks.json
{{- else }}
AUTH_JWKS_URL: {{ .Values.auth.jwks.url | quote }}
{{- end }}
{{- with .Values.publicOrigin }}
PUBLIC_ORIGIN: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* The identity provider's keys as a file; empty where they are asked for. */}}
{{- define "people-sync.volume.auth" -}}
{{- with .Values.auth.jwks -}}
{{- if .configMap -}}
- name: auth
  configMap:
    name: {{ .configMap }}
    items: [{ key: {{ .key | quote }}, path: jwks.json }]
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What the record is sealed, signed and named with: in audit, or in the one process. */}}
{{- define "people-sync.env.record" -}}
PERSON_KEYRING_FILE: /run/people-sync/keys/person-keyring
SIGNING_KEYS_FILE: /run/people-sync/keys/signing-keys
TOKEN_KEY_FILE: /run/people-sync/keys/token-key
LOG_ORIGIN: {{ default (printf "%s.%s" (include "people-sync.fullname" .) .Release.Namespace) .Values.recordOrigin | quote }}
{{- end -}}

{{/* The keys that only you have: (dict "root" $ "keys" (list "keyring" "digest-key")). */}}
{{- define "people-sync.volume.keys" -}}
{{- $secrets := .root.Values.secrets -}}
{{- $names := dict "keyring" $secrets.keyringKey "digest-key" $secrets.digestKeyKey "person-keyring" $secrets.personKeyringKey "signing-keys" $secrets.signingKeysKey "token-key" $secrets.tokenKeyKey -}}
- name: keys
  secret:
    secretName: {{ $secrets.existingSecret }}
    defaultMode: 288
    items:
      {{- range .keys }}
      - { key: {{ get $names . | quote }}, path: {{ . }} }
      {{- end }}
{{- end -}}
