{{/* The labels of an object: (dict "root" $ "name" "relay"). */}}
{{- define "postseal.labels" -}}
{{ include "postseal.podLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Those of pods, without what changes with each version. Selectors go by the name alone: one installation to a namespace. */}}
{{- define "postseal.podLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component | default .name }}
app.kubernetes.io/part-of: postseal
{{- end -}}

{{- define "postseal.image" -}}
{{- $image := .root.Values.image -}}
{{- with $image.registry }}{{ . }}/{{ end }}{{ with $image.repository }}{{ . }}/{{ end }}{{ .name }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{/* What replicas are: absent where an autoscaler says it. */}}
{{- define "postseal.replicas" -}}
{{- if not (and .scaled (or .root.Values.keda.enabled .root.Values.cpuAutoscaling.enabled)) }}
replicas: {{ int .values.replicas }}
{{- end }}
{{- end -}}

{{/* What cannot be, said before anything is rendered. */}}
{{- define "postseal.contradictions" -}}
{{- if and .Values.keda.enabled .Values.cpuAutoscaling.enabled }}
{{- fail "keda.enabled and cpuAutoscaling.enabled: two autoscalers would fight over the replicas; choose one" }}
{{- end }}
{{- if and (not .Values.kafka.strimzi.enabled) (not .Values.kafka.external.bootstrapServers) }}
{{- fail "kafka.strimzi.enabled=false needs kafka.external.bootstrapServers" }}
{{- end }}
{{- if and .Values.kafka.strimzi.enabled .Values.kafka.external.bootstrapServers }}
{{- fail "kafka.external.bootstrapServers is set, so kafka.strimzi.enabled must be false" }}
{{- end }}
{{- if and .Values.kafka.strimzi.enabled (gt (int .Values.kafka.replicationFactor) (int .Values.kafka.strimzi.nodes)) }}
{{- fail "kafka.replicationFactor is more than kafka.strimzi.nodes" }}
{{- end }}
{{- with .Values.ingressSmtp.proxyProtocol }}
{{- if and .enabled (not .trusted) }}
{{- fail "ingressSmtp.proxyProtocol.enabled needs ingressSmtp.proxyProtocol.trusted: whose headers are believed" }}
{{- end }}
{{- end }}
{{- if and .Values.keyRegistry.externalDns.enabled (not .Values.keyRegistry.externalDns.zones) }}
{{- fail "keyRegistry.externalDns.enabled needs keyRegistry.externalDns.zones" }}
{{- end }}
{{- if and .Values.keyRegistry.nameServer.enabled (not .Values.keyRegistry.nameServer.names) }}
{{- fail "keyRegistry.nameServer.enabled needs keyRegistry.nameServer.names" }}
{{- end }}
{{- if and .Values.keyRegistry.twin.enabled (has (int .Values.keyRegistry.twin.port) (list 8443 5353)) }}
{{- fail "keyRegistry.twin.port: 8443 and 5353 have other uses in the pod" }}
{{- end }}
{{- if and .Values.keyRegistry.twin.enabled .Values.certManager.enabled (not .Values.keyRegistry.twin.domains) }}
{{- fail "keyRegistry.twin.enabled needs keyRegistry.twin.domains, which its certificate names" }}
{{- end }}
{{- end -}}
