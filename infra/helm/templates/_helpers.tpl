{{- define "keneyapp.labels" -}}
app.kubernetes.io/name: keneyapp
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "keneyapp.allLabels" -}}
{{ include "keneyapp.labels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* A Service's name has 63 characters at most: of a long release's name the end is left out, never that of the component. */}}
{{- define "keneyapp.name" -}}
{{- $room := sub 62 (len .component) | int }}
{{- printf "%s-%s" (.root.Release.Name | trunc $room | trimSuffix "-") .component }}
{{- end }}

{{/* What selects the pods of a component, as a peer of a NetworkPolicy. */}}
{{- define "keneyapp.pods" -}}
podSelector: { matchLabels: {{ include "keneyapp.labels" . | fromYaml | toJson }} }
{{- end }}

{{/* Port of an address: what stands in it, else that of its scheme. `keycloak:https://…` and `scim:…` too. */}}
{{- define "keneyapp.port" -}}
{{- $url := urlParse (regexReplaceAll "^(scim|keycloak):" . "") }}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) }}
{{- $port | default (ternary "443" "80" (eq $url.scheme "https")) }}
{{- end }}
