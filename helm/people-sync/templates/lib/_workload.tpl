{{/*
Everything of one service: (dict "root" $ "name" "gateway" "env" (dict NAME value) "volumes" (list …)). Each folder of a
service calls it once; what is the same for all of them is nowhere else.
*/}}
{{- define "people-sync.workload" -}}
{{- include "people-sync.validate" .root -}}
{{- $settings := include "people-sync.settings" . | fromYaml -}}
{{- $context := merge (dict "settings" $settings) . -}}
{{- range list "serviceaccount" "deployment" "services" "poddisruptionbudget" "autoscaler" "networkpolicy" }}
{{- with include (printf "people-sync.%s" .) $context | trim }}
---
{{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "people-sync.serviceaccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "people-sync.metadata" (merge (dict "annotations" .settings.serviceAccountAnnotations) .) | nindent 2 }}
automountServiceAccountToken: false
{{- end -}}

{{- define "people-sync.deployment" -}}
{{- $settings := .settings -}}
{{- $env := mustMergeOverwrite (include "people-sync.env.service" . | fromYaml) .env -}}
{{- $mounts := include "people-sync.mounts" . | fromYamlArray -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "people-sync.metadata" . | nindent 2 }}
spec:
  {{- if not ($settings.autoscaling | default dict).enabled }}
  replicas: {{ $settings.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  # Longer than a start may take: a rollout that waits for the tables is none that failed.
  progressDeadlineSeconds: {{ add $settings.probes.startupSeconds 300 }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: {{ $settings.strategy.maxSurge }}
      maxUnavailable: {{ $settings.strategy.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "people-sync.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "people-sync.selector" . | nindent 8 }}
        {{- range $key, $value := $settings.podLabels }}
        {{ $key }}: {{ tpl $value $.root | quote }}
        {{- end }}
      annotations:
        kubectl.kubernetes.io/default-container: {{ .name }}
        {{- range $key, $value := $settings.podAnnotations }}
        {{ $key }}: {{ tpl $value $.root | quote }}
        {{- end }}
    spec:
      {{- include "people-sync.pod" (dict "root" .root "account" (include "people-sync.name" .) "settings" $settings) | nindent 6 }}
      {{- with $settings.topologySpreadConstraints }}
      topologySpreadConstraints:
        {{- range . }}
        {{- $selector := dict "labelSelector" (dict "matchLabels" (include "people-sync.selector" $ | fromYaml)) }}
        - {{- toYaml (merge (deepCopy .) $selector) | nindent 10 }}
        {{- end }}
      {{- end }}
      terminationGracePeriodSeconds: {{ $settings.terminationGracePeriodSeconds }}
      containers:
        - name: {{ .name }}
          {{- include "people-sync.container" . | nindent 10 }}
          args: [{{ .name }}]
          env:
            {{- include "people-sync.env" (dict "root" .root "env" $env "extraEnv" $settings.extraEnv) | trim | nindent 12 }}
          {{- with $settings.extraEnvFrom }}
          envFrom:
            {{- tpl (toYaml .) $.root | nindent 12 }}
          {{- end }}
          ports:
            {{- if $settings.http }}
            - { name: http, containerPort: 8080, protocol: TCP }
            {{- end }}
            - { name: grpc, containerPort: 50051, protocol: TCP }
            - { name: management, containerPort: 9464, protocol: TCP }
          startupProbe:
            httpGet: { path: /health/started, port: management }
            periodSeconds: 5
            timeoutSeconds: {{ $settings.probes.timeoutSeconds }}
            failureThreshold: {{ div (add $settings.probes.startupSeconds 4) 5 }}
          livenessProbe:
            httpGet: { path: /health/live, port: management }
            periodSeconds: {{ $settings.probes.periodSeconds }}
            timeoutSeconds: {{ $settings.probes.timeoutSeconds }}
            failureThreshold: {{ $settings.probes.failureThreshold }}
          readinessProbe:
            httpGet: { path: /health/ready, port: management }
            periodSeconds: {{ $settings.probes.periodSeconds }}
            timeoutSeconds: {{ $settings.probes.timeoutSeconds }}
            failureThreshold: {{ $settings.probes.failureThreshold }}
          {{- if $settings.preStopSeconds }}
          lifecycle:
            preStop:
              sleep: { seconds: {{ $settings.preStopSeconds }} }
          {{- end }}
          resources:
            {{- toYaml $settings.resources | nindent 12 }}
          volumeMounts:
            {{- toYaml $mounts | nindent 12 }}
            {{- with $settings.extraVolumeMounts }}
            {{- tpl (toYaml .) $.root | nindent 12 }}
            {{- end }}
      volumes:
        {{- include "people-sync.volumes" . | trim | nindent 8 }}
        {{- with $settings.extraVolumes }}
        {{- tpl (toYaml .) $.root | nindent 8 }}
        {{- end }}
{{- end -}}

{{- define "people-sync.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: {{ .settings.tmpSize }} }
{{- if eq .name "single" }}
{{ include "people-sync.volume.roles" (dict "root" .root) }}
{{- else }}
{{ include "people-sync.volume.postgresql" (dict "root" .root "schema" .settings.schema) }}
{{- with include "people-sync.volume.kafka" . }}
{{ . }}
{{- end }}
{{ include "people-sync.volume.identity" . }}
{{- end }}
{{- with .volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Each volume at the place of its name. */}}
{{- define "people-sync.mounts" -}}
{{- range include "people-sync.volumes" . | fromYamlArray }}
- name: {{ .name }}
  mountPath: {{ ternary "/tmp" (printf "/run/people-sync/%s" .name) (eq .name "tmp") }}
  {{- if ne .name "tmp" }}
  readOnly: true
  {{- end }}
{{- end }}
{{- end -}}

{{/* The name of the service with a single address: the gateway's in each mode, so that no caller notices the mode. */}}
{{- define "people-sync.service" -}}
{{- include "people-sync.name" (dict "root" .root "name" (ternary "gateway" .name (eq .name "single"))) -}}
{{- end -}}

{{- define "people-sync.headless" -}}
{{- include "people-sync.service" . }}{{ ternary "-headless" "" (has .name (list "gateway" "single")) -}}
{{- end -}}

{{/* A headless service with gRPC and metrics; for who has HTTP one with a single address, too. */}}
{{- define "people-sync.services" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "people-sync.metadata" (merge (dict "fullname" (include "people-sync.headless" .)) .) | nindent 2 }}
spec:
  # Callers go round all pods that are ready: a single address would keep a connection, and all calls, at one pod.
  clusterIP: None
  selector:
    {{- include "people-sync.selector" . | nindent 4 }}
  ports:
    - { name: grpc, port: 50051, targetPort: grpc, protocol: TCP, appProtocol: kubernetes.io/h2c }
    - { name: management, port: 9464, targetPort: management, protocol: TCP }
{{- if .settings.http }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "people-sync.metadata" (merge (dict "fullname" (include "people-sync.service" .) "annotations" .settings.service.annotations) .) | nindent 2 }}
spec:
  type: {{ .settings.service.type }}
  selector:
    {{- include "people-sync.selector" . | nindent 4 }}
  ports:
    - { name: http, port: {{ .settings.service.httpPort }}, targetPort: http, protocol: TCP, appProtocol: http }
    - { name: grpc, port: {{ .settings.service.grpcPort }}, targetPort: grpc, protocol: TCP, appProtocol: kubernetes.io/h2c }
{{- end }}
{{- end -}}

{{/* None for a single pod: it could never be drained. */}}
{{- define "people-sync.poddisruptionbudget" -}}
{{- if and .settings.podDisruptionBudget.enabled (ge (include "people-sync.leastReplicas" .settings | int) 2) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "people-sync.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ .settings.podDisruptionBudget.maxUnavailable }}
  # A pod that is not ready serves nobody: it may go.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "people-sync.selector" . | nindent 6 }}
{{- end -}}
{{- end -}}
