{{/* Values that are not there any more, each with what to do now: files/removed.yaml. The schema lets exactly these through. */}}
{{- define "people-sync.removed" -}}
{{- $faults := list -}}
{{- range $path, $advice := .Files.Get "files/removed.yaml" | fromYaml -}}
{{- $found := $.Values -}}
{{- range splitList "." $path -}}
{{- $found = ternary (get (default dict $found) .) nil (and (kindIs "map" $found) (hasKey $found .)) -}}
{{- end -}}
{{- if not (kindIs "invalid" $found) -}}
{{- $faults = append $faults (printf "%s is no value of this chart: %s" $path $advice) -}}
{{- end -}}
{{- end -}}
{{- with $faults -}}
{{- fail (printf "\n\nThe values cannot be used (UPGRADING.md):\n- %s\n" (join "\n- " .)) -}}
{{- end -}}
{{- end -}}
