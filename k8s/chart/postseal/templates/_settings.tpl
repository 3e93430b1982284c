{{/* application.properties of a service: (dict "root" $ "name" "relay" "values" .Values.relay). Its settings go before what the chart says. */}}
{{- define "postseal.settings" -}}
{{- $settings := dict }}
{{- if eq .name "verifier" }}
{{- $_ := set $settings "postseal.verifier.mode" .values.mode }}
{{- end }}
{{- if and (eq .name "ingress-smtp") .values.proxyProtocol.enabled }}
{{- range list "mx" "submission" "submissions" }}
{{- $_ := set $settings (printf "postseal.ingress.%s.proxy-protocol" .) "true" }}
{{- end }}
{{- $_ := set $settings "postseal.ingress.proxies.trusted" .values.proxyProtocol.trusted }}
{{- end }}
{{- if eq .name "key-registry" }}
{{- if .values.nameServer.enabled }}
{{- $_ := set $settings "postseal.registry.name-server.enabled" "true" }}
{{- $_ := set $settings "postseal.registry.name-server.names" (join "," .values.nameServer.names) }}
{{- end }}
{{- if .values.externalDns.enabled }}
{{- $_ := set $settings "postseal.registry.external-dns.zones" (join "," .values.externalDns.zones) }}
{{- end }}
{{- if .values.twin.enabled }}
{{- $_ := set $settings "postseal.registry.signpol.port" (.values.twin.port | int | toString) }}
{{- $_ := set $settings `quarkus.tls."signpol".key-store.pem.signpol.cert` "/signpol/tls.crt" }}
{{- $_ := set $settings `quarkus.tls."signpol".key-store.pem.signpol.key` "/signpol/tls.key" }}
{{- $_ := set $settings `quarkus.tls."signpol".reload-period` "1h" }}
{{- end }}
{{- if .values.asking.enabled }}
{{- $_ := set $settings "postseal.registry.asking.enabled" "true" }}
{{- $_ := set $settings "postseal.registry.asking.client-name" .root.Values.hostName }}
{{- end }}
{{- end }}
{{- range $key, $value := merge (deepCopy .values.settings) $settings }}
{{ $key }}={{ $value | replace "\\" "\\\\" }}
{{- end }}
{{- end -}}
