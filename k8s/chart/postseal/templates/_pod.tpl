{{/* What the pods of all services have in common: (dict "root" $ "name" "relay" "values" .Values.relay). */}}
{{- define "postseal.pod" -}}
serviceAccountName: {{ .name }}
automountServiceAccountToken: false
# Variables such as RELAY_PORT, made of the names of Services, are no settings.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{- define "postseal.spread" -}}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        app.kubernetes.io/name: {{ $.name }}
  {{- end }}
{{- end -}}

{{/* New pods when settings change: a mounted file alone is not read anew. */}}
{{- define "postseal.checksums" -}}
checksum/settings: {{ printf "%s%s%s" (include "postseal.settings" .) (include "postseal.kafka.client" .root) .root.Values.hostName | sha256sum }}
{{- end -}}

{{- define "postseal.confined" -}}
image: {{ include "postseal.image" . }}
{{- with .root.Values.image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* The container of a service, but for its own ports, variables and mounts. */}}
{{- define "postseal.container" -}}
name: service
{{ include "postseal.confined" . }}
resources: {{- toYaml .values.resources | nindent 2 }}
envFrom:
  - configMapRef: {name: kafka-client}
# Up when the process is: 2 minutes are for a node that is very busy.
startupProbe:
  httpGet: {{ include "postseal.probe" (dict "path" "started" "port" .port) }}
  periodSeconds: 1
  failureThreshold: 120
readinessProbe:
  httpGet: {{ include "postseal.probe" (dict "path" "ready" "port" .port) }}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet: {{ include "postseal.probe" (dict "path" "live" "port" .port) }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{- define "postseal.probe" -}}
{path: /q/health/{{ .path }}, port: {{ .port }}{{ if eq .port "https" }}, scheme: HTTPS{{ end }}}
{{- end -}}

{{- define "postseal.commonEnv" -}}
- {name: JDK_JAVA_OPTIONS, value: {{ .root.Values.javaOptions | quote }}}
{{ include "postseal.kafka.env" . }}
{{- end -}}

{{- define "postseal.commonMounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: settings, mountPath: /postseal/config, readOnly: true}
{{- include "postseal.kafka.mounts" . }}
{{- end -}}

{{- define "postseal.commonVolumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
- name: settings
  configMap: {name: {{ .name }}-settings}
{{- include "postseal.kafka.volumes" . }}
{{- end -}}

{{/* The registry and how a service proves itself to it. */}}
{{- define "postseal.registryMounts" -}}
- {name: registry-token, mountPath: /registry, readOnly: true}
- {name: registry-authority, mountPath: /registry-authority, readOnly: true}
{{- end -}}

{{- define "postseal.registryVolumes" -}}
- name: registry-token
  secret:
    secretName: {{ .values.registryTokenSecret }}
    defaultMode: 0440
- name: registry-authority
  secret:
    secretName: {{ .root.Values.keyRegistry.httpsSecret }}
    defaultMode: 0440
    items: [{key: ca.crt, path: ca.crt}]
{{- end -}}
