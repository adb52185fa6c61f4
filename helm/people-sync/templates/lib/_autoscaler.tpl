{{/* By the processor's use for whoever is called, by the group's lag for whoever consumes. */}}
{{- define "people-sync.autoscaler" -}}
{{- $scaling := .settings.autoscaling | default dict -}}
{{- if $scaling.enabled -}}
{{- if hasKey $scaling "lagThreshold" -}}
{{- include "people-sync.scaledobject" . -}}
{{- else -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "people-sync.metadata" . | nindent 2 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ include "people-sync.name" . }} }
  minReplicas: {{ $scaling.minReplicas }}
  maxReplicas: {{ $scaling.maxReplicas }}
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: {{ $scaling.targetCpu }} } }
  behavior:
    # Slowly down: a pod that goes ends watched syncs and half-read files.
    scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: Pods, value: 1, periodSeconds: 120 }] }
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "people-sync.scaledobject" -}}
{{- $scaling := .settings.autoscaling -}}
{{- $kafka := .root.Values.kafka -}}
{{- $hasLogin := or $kafka.sasl.mechanism $kafka.tls.enabled -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "people-sync.metadata" . | nindent 2 }}
spec:
  scaleTargetRef: { name: {{ include "people-sync.name" . }} }
  # Never 0: the group would be forgotten, and nobody would answer gRPC.
  minReplicaCount: {{ $scaling.minReplicas }}
  maxReplicaCount: {{ $scaling.maxReplicas }}
  pollingInterval: 15
  # Kafka is not seen: as many as there were, two at least.
  fallback: { failureThreshold: 4, replicas: {{ max 2 (int $scaling.minReplicas) }}, behavior: currentReplicasIfHigher }
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        # Each change moves partitions: up at once, down slowly.
        scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: Pods, value: 1, periodSeconds: 120 }] }
  triggers:
    {{- range .settings.reads }}
    - type: kafka
      name: {{ . | replace "." "-" }}
      metadata:
        bootstrapServers: {{ $kafka.brokers | quote }}
        consumerGroup: {{ printf "%s%s" $kafka.topicPrefix $.name | quote }}
        topic: {{ printf "%s%s" $kafka.topicPrefix . | quote }}
        lagThreshold: {{ $scaling.lagThreshold | quote }}
        offsetResetPolicy: earliest
        # A company that is held up is one partition: more pods would not help it.
        limitToPartitionsWithLag: 'true'
        excludePersistentLag: 'true'
        {{- if $kafka.tls.enabled }}
        tls: enable
        {{- end }}
        {{- with $kafka.sasl.mechanism }}
        sasl: {{ get (dict "plain" "plaintext" "scram-sha-256" "scram_sha256" "scram-sha-512" "scram_sha512") . }}
        {{- end }}
      {{- if $hasLogin }}
      authenticationRef: { name: {{ include "people-sync.name" (dict "root" $.root "name" "keda") }} }
      {{- end }}
    {{- end }}
{{- end -}}
