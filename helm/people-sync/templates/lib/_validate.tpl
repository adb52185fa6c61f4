{{/* What no schema can say: values that need each other. Each failure is a sentence with the next step. */}}
{{- define "people-sync.validate" -}}
{{- include "people-sync.removed" . -}}
{{- $v := .Values -}}
{{- $faults := list -}}
{{- $isSingle := eq $v.mode "single" -}}
{{- $other := ternary "distributed" "single" $isSingle -}}
{{- $doors := list "service" "allowFrom" "ingress" "httpRoute" "grpcRoute" -}}
{{- range $section, $untold := get (.Files.Get "files/modes.yaml" | fromYaml) $other -}}
{{- $given := default (dict) (get $v $section) -}}
{{- range $key := keys $given | sortAlpha -}}
{{- if not (and (eq $section "gateway") (has $key $doors)) -}}
{{- if ne (get $given $key | toJson) (get $untold $key | toJson) -}}
{{- $faults = append $faults (printf "%s.%s is read in mode %s only: leave it out, or set mode to %s" $section $key $other $other) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not $v.auth.issuer -}}
{{- $faults = append $faults "auth.issuer is missing: say who signs the tokens of the people who call the gateway" -}}
{{- end -}}
{{- if and (not $v.auth.jwks.url) (not $v.auth.jwks.configMap) -}}
{{- $faults = append $faults "auth.jwks.url or auth.jwks.configMap is missing: say where that issuer's public keys are" -}}
{{- end -}}
{{- if and $v.auth.jwks.url $v.auth.jwks.configMap -}}
{{- $faults = append $faults "auth.jwks.url and auth.jwks.configMap are both given: leave one of them out" -}}
{{- end -}}
{{- if and (not $isSingle) (eq $v.auth.audience $v.serviceIdentity.audience) -}}
{{- $faults = append $faults "auth.audience and serviceIdentity.audience must differ: tokens of people and of services could not be told apart" -}}
{{- end -}}
{{- if not $v.secrets.existingSecret -}}
{{- $faults = append $faults "secrets.existingSecret is missing: make a secret with the installation's keys (README, Secrets)" -}}
{{- end -}}
{{- if not $v.postgresql.existingSecret -}}
{{- $faults = append $faults "postgresql.existingSecret is missing: make a secret with the roles' passwords (README, Secrets)" -}}
{{- end -}}
{{- if and (not $v.postgresql.host) (not $v.postgresql.cnpg.enabled) -}}
{{- $faults = append $faults "postgresql.host is missing: say where PostgreSQL is" -}}
{{- end -}}
{{- if and $v.postgresql.cnpg.enabled (or $v.postgresql.host $v.postgresql.admin.existingSecret $v.postgresql.caSecret) -}}
{{- $faults = append $faults "postgresql.cnpg.enabled makes a cluster of its own: leave out postgresql.host, postgresql.caSecret and postgresql.admin.existingSecret" -}}
{{- end -}}
{{- if and $v.postgresql.cnpg.enabled (eq $v.migrations.mode "hook") -}}
{{- $faults = append $faults "postgresql.cnpg.enabled needs migrations.mode job: a hook runs before the cluster is there" -}}
{{- end -}}
{{- if and $v.externalSecrets.secrets (eq $v.migrations.mode "hook") -}}
{{- $faults = append $faults "externalSecrets.secrets needs migrations.mode job: a hook runs before the secrets are there" -}}
{{- end -}}
{{- if and $v.externalSecrets.secrets (not $v.externalSecrets.storeRef.name) -}}
{{- $faults = append $faults "externalSecrets.storeRef.name is missing: say which store has the secrets" -}}
{{- end -}}
{{- if and (or $v.kafka.strimzi.users (eq $v.topics.mode "strimzi")) (not $v.kafka.strimzi.cluster) -}}
{{- $faults = append $faults "kafka.strimzi.cluster is missing: say which Kafka resource the topics and users belong to" -}}
{{- end -}}
{{- if and $v.kafka.strimzi.users (ne $v.kafka.sasl.mechanism "scram-sha-512") (not $v.kafka.tls.clientSecret) -}}
{{- $faults = append $faults "kafka.strimzi.users needs kafka.sasl.mechanism scram-sha-512, or kafka.tls.clientSecret: Strimzi makes users of these two kinds" -}}
{{- end -}}
{{- if and $v.kafka.strimzi.users (not (contains "{service}" (ternary $v.kafka.sasl.username $v.kafka.tls.clientSecret (not (empty $v.kafka.sasl.mechanism))))) -}}
{{- $faults = append $faults "kafka.strimzi.users makes a user for each service: kafka.sasl.username, or kafka.tls.clientSecret, must have {service} in it" -}}
{{- end -}}
{{- if gt (int $v.kafka.strimzi.minInsyncReplicas) (int $v.kafka.strimzi.topicReplicas) -}}
{{- $faults = append $faults "kafka.strimzi.minInsyncReplicas is above topicReplicas: no event could be written" -}}
{{- end -}}
{{- with $v.gateway -}}
{{- if and .ingress.enabled (not .ingress.host) (not $v.publicOrigin) -}}
{{- $faults = append $faults "gateway.ingress.host is missing: give it, or publicOrigin" -}}
{{- end -}}
{{- if and .httpRoute.enabled (or (not .httpRoute.parentRefs) (and (not .httpRoute.hostnames) (not $v.publicOrigin))) -}}
{{- $faults = append $faults "gateway.httpRoute needs parentRefs, and hostnames or publicOrigin" -}}
{{- end -}}
{{- if and .grpcRoute.enabled (or (not .grpcRoute.parentRefs) (not .grpcRoute.hostnames)) -}}
{{- $faults = append $faults "gateway.grpcRoute needs parentRefs and hostnames" -}}
{{- end -}}
{{- end -}}
{{- if and (not $isSingle) (not $v.kafka.brokers) -}}
{{- $faults = append $faults "kafka.brokers is missing: say where Kafka is, e.g. kafka-bootstrap.kafka.svc:9092; or set mode to single" -}}
{{- end -}}
{{- if and (ne $v.migrations.mode "none") (not $v.postgresql.admin.existingSecret) (not $v.postgresql.cnpg.enabled) -}}
{{- $faults = append $faults "postgresql.admin.existingSecret is missing: the provisioning makes roles and schemas; or set migrations.mode to none and run it yourself" -}}
{{- end -}}
{{- if and (eq $v.kafka.sasl.mechanism "plain") (not $v.kafka.tls.enabled) -}}
{{- $faults = append $faults "kafka.sasl.mechanism plain needs kafka.tls.enabled: it sends the password as it is" -}}
{{- end -}}
{{- if and (or $v.kafka.tls.caSecret $v.kafka.tls.clientSecret) (not $v.kafka.tls.enabled) -}}
{{- $faults = append $faults "kafka.tls.caSecret and kafka.tls.clientSecret need kafka.tls.enabled" -}}
{{- end -}}
{{- range $name, $facts := include "people-sync.running" . | fromYaml -}}
{{- $settings := include "people-sync.settings" (dict "root" $ "name" $name) | fromYaml -}}
{{- range $destination, $isOpen := $settings.egress -}}
{{- if and $isOpen (not (hasKey $v.networkPolicy.destinations $destination)) -}}
{{- $faults = append $faults (printf "%s.egress.%s names no destination: add it to networkPolicy.destinations" $facts.key $destination) -}}
{{- end -}}
{{- end -}}
{{- with $settings.autoscaling -}}
{{- if gt (int .minReplicas) (int .maxReplicas) -}}
{{- $faults = append $faults (printf "%s.autoscaling.minReplicas is above maxReplicas" $facts.key) -}}
{{- end -}}
{{- if and (hasKey . "lagThreshold") (gt (int .maxReplicas) 12) -}}
{{- $faults = append $faults (printf "%s.autoscaling.maxReplicas is above 12: a topic has 12 partitions, and whoever has none does nothing" $facts.key) -}}
{{- end -}}
{{- end -}}
{{- if le (int $settings.terminationGracePeriodSeconds) (int $settings.preStopSeconds) -}}
{{- $faults = append $faults (printf "%s.terminationGracePeriodSeconds must be above preStopSeconds: the service would be killed before it is told to stop" $facts.key) -}}
{{- end -}}
{{- end -}}
{{- with $faults -}}
{{- fail (printf "\n\nThe values cannot be used:\n- %s\n" (join "\n- " .)) -}}
{{- end -}}
{{- end -}}
