{{/* The Secret by which a principal proves itself: (dict "root" $ "name" "relay"). */}}
{{- define "postseal.kafka.secret" -}}
{{- if .root.Values.kafka.strimzi.enabled }}{{ .name }}{{ else }}{{ index .root.Values.kafka.external.credentials .name }}{{ end }}
{{- end -}}

{{- define "postseal.kafka.bootstrap" -}}
{{- if .Values.kafka.strimzi.enabled }}postseal-kafka-bootstrap:9093{{ else }}{{ .Values.kafka.external.bootstrapServers }}{{ end }}
{{- end -}}

{{- define "postseal.kafka.authority" -}}
{{- if .Values.kafka.strimzi.enabled }}postseal-cluster-ca-cert{{ else }}{{ .Values.kafka.external.authoritySecret }}{{ end }}
{{- end -}}

{{/* "true" if clients come with certificates. */}}
{{- define "postseal.kafka.certificates" -}}
{{- if or .Values.kafka.strimzi.enabled (eq .Values.kafka.external.securityProtocol "SSL") }}true{{ end }}
{{- end -}}

{{/* Of the Kafka client, all but the secret; as names of properties. */}}
{{- define "postseal.kafka.client" -}}
bootstrap.servers: {{ include "postseal.kafka.bootstrap" . | quote }}
{{- if include "postseal.kafka.certificates" . }}
security.protocol: SSL
ssl.keystore.type: PKCS12
ssl.keystore.location: /kafka/user.p12
{{- else }}
security.protocol: SASL_SSL
sasl.mechanism: {{ .Values.kafka.external.saslMechanism }}
{{- end }}
{{- if include "postseal.kafka.authority" . }}
ssl.truststore.type: PEM
ssl.truststore.location: /kafka-authority/ca.crt
{{- end }}
{{- end -}}

{{- define "postseal.kafka.env" -}}
{{- if include "postseal.kafka.certificates" .root -}}
- name: KAFKA_SSL_KEYSTORE_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "postseal.kafka.secret" . }}, key: user.password}
{{- else -}}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef: {name: {{ include "postseal.kafka.secret" . }}, key: sasl.jaas.config}
{{- end }}
{{- end -}}

{{- define "postseal.kafka.mounts" -}}
{{- if include "postseal.kafka.certificates" .root }}
- {name: kafka-certificate, mountPath: /kafka, readOnly: true}
{{- end }}
{{- if include "postseal.kafka.authority" .root }}
- {name: kafka-authority, mountPath: /kafka-authority, readOnly: true}
{{- end }}
{{- end -}}

{{- define "postseal.kafka.volumes" -}}
{{- if include "postseal.kafka.certificates" .root }}
- name: kafka-certificate
  secret:
    secretName: {{ include "postseal.kafka.secret" . }}
    defaultMode: 0440
    items: [{key: user.p12, path: user.p12}]
{{- end }}
{{- with include "postseal.kafka.authority" .root }}
- name: kafka-authority
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- end -}}

{{/* Where the brokers are, as an egress rule. */}}
{{- define "postseal.kafka.egress" -}}
{{- if .Values.kafka.strimzi.enabled }}
- to:
    - podSelector:
        matchLabels:
          strimzi.io/name: postseal-kafka
  ports:
    - {protocol: TCP, port: 9093}
{{- else }}
{{- $ports := list }}
{{- range splitList "," .Values.kafka.external.bootstrapServers }}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim .) | int) }}
{{- end }}
{{- range .Values.kafka.external.ports }}
{{- $ports = append $ports (int .) }}
{{- end }}
- to:
    {{- range .Values.kafka.external.cidrs }}
    - ipBlock: {cidr: {{ . | quote }}}
    {{- end }}
  ports:
    {{- range uniq $ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}
{{- end -}}
