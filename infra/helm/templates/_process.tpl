{{/*
A Deployment of one component: nobody in particular (10001), a read-only root, no rights, no token of the cluster.
.root .component  the chart's `.`; the key of the component's values (image, replicas, resources, autoscaling, extraEnv)
.ports            [{ name, containerPort }]
.env              its variables, a list
.secretEnv        variables whose values are keys of the Secret, never a value in a manifest: their names, or { name, key } where
                  the key is called otherwise
.alive            httpGet of a page that answers without asking any other server
.volumes          [{ name, mountPath, readOnly?, source: a volume without its name }], besides /tmp
*/}}
{{- define "keneyapp.process" -}}
{{- $v := .root.Values }}{{- $process := index $v .component }}{{- $labels := include "keneyapp.labels" . | fromYaml | toJson }}
{{- $volumes := prepend .volumes (dict "name" "tmp" "mountPath" "/tmp" "source" (dict "emptyDir" (dict "sizeLimit" "256Mi"))) }}
{{- $env := .env }}
{{- if $v.caSecret }}
{{- $env = append $env (dict "name" "NODE_EXTRA_CA_CERTS" "value" "/ca/ca.pem") }}
{{- $volumes = append $volumes (dict "name" "ca" "mountPath" "/ca" "readOnly" true "source" (dict "secret" (dict "secretName" $v.caSecret))) }}
{{- end }}
{{- range .secretEnv }}
{{- $secret := . }}{{- if kindIs "string" . }}{{- $secret = dict "name" . "key" . }}{{- end }}
{{- $env = append $env (dict "name" $secret.name "valueFrom" (dict "secretKeyRef" (dict "name" $v.secrets.existingSecret "key" $secret.key))) }}
{{- end }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "keneyapp.name" . }}
  labels: {{- include "keneyapp.allLabels" . | nindent 4 }}
spec:
  {{- if not $process.autoscaling.enabled }}
  replicas: {{ $process.replicas }}
  {{- end }}
  strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  selector: { matchLabels: {{ $labels }} }
  template:
    metadata:
      labels: {{- include "keneyapp.allLabels" . | nindent 8 }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, fsGroupChangePolicy: OnRootMismatch, seccompProfile: { type: RuntimeDefault } }
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: {{ $labels }} } }]
      {{- range $name := list "nodeSelector" "tolerations" "imagePullSecrets" }}
      {{- with index $v $name }}
      {{ $name }}: {{ toJson . }}
      {{- end }}
      {{- end }}
      terminationGracePeriodSeconds: 40
      containers:
        - name: {{ .component }}
          image: {{ with $process.image }}{{ if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.root.Chart.AppVersion }}{{ end }}{{ end }}
          imagePullPolicy: {{ $process.image.pullPolicy }}
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: [ALL] } }
          ports: {{- toYaml .ports | nindent 12 }}
          env: {{- toYaml (concat $env $process.extraEnv) | nindent 12 }}
          # All three ask the process alone. A server behind it that is away is away for every pod: to take them all out of
          # the Service, or to restart them, would turn "the images cannot be reached" into "nothing can be reached". A socket
          # that is open is no proof either, the kernel opens it for a process that hangs. /api/health is for monitoring.
          # A first start may migrate the database: it has ten minutes.
          startupProbe: { httpGet: {{ toJson .alive }}, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 300 }
          readinessProbe: { httpGet: {{ toJson .alive }}, periodSeconds: 5, timeoutSeconds: 3 }
          livenessProbe: { httpGet: {{ toJson .alive }}, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
          # Leaves the Service before it stops to listen.
          lifecycle: { preStop: { exec: { command: [node, -e, "setTimeout(() => {}, 8000)"] } } }
          resources: {{- toYaml $process.resources | nindent 12 }}
          volumeMounts:
            {{- range $volumes }}
            - {{ omit . "source" | toJson }}
            {{- end }}
      volumes:
        {{- range $volumes }}
        - {{ merge (dict "name" .name) .source | toJson }}
        {{- end }}
{{- end }}

{{/* A Service: .root, .component whose pods it selects, .suffix of its name, .port { name, port }. */}}
{{- define "keneyapp.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "keneyapp.name" (dict "root" .root "component" (print .component .suffix)) }}
  labels: {{- include "keneyapp.allLabels" . | nindent 4 }}
spec:
  selector: {{ include "keneyapp.labels" . | fromYaml | toJson }}
  ports: [{ name: {{ .port.name }}, port: {{ .port.port }}, targetPort: {{ .port.name }} }]
{{- end }}
