/**
 * Values with which the chart is rendered, on top of infra/helm/ci-values.yaml unless they stand alone.
 * @typedef {{ name: string, values?: object, isAlone?: boolean, release?: string, kubeVersion?: string }} Case
 */

const servers = {
  fhirUrl: 'https://fhir.example/fhir',
  dicomwebUrl: 'https://pacs.example:8443/dicom-web',
  oidcIssuer: 'https://login.example/realms/care',
};
const least = {
  publicUrl: 'https://care.example',
  servers,
  secrets: { existingSecret: 'some' },
  ingress: { trustedProxies: '10.42.7.3, 2001:db8::/64' },
};
const onePod = { replicas: 1, autoscaling: { enabled: false } };

/** @type {Case[]} */
export const accepted = [
  { name: 'ci-values.yaml' },
  { name: 'ci-values.yaml, a recent Kubernetes', kubeVersion: '1.36.0' },
  { name: 'what must be given, alone', values: least, isAlone: true },
  {
    name: 'without autoscaling',
    values: {
      bff: { autoscaling: { enabled: false } },
      web: { autoscaling: { enabled: false } },
      appointments: { autoscaling: { enabled: false } },
    },
  },
  { name: 'without ingress', values: { ingress: { enabled: false } } },
  { name: 'without network policies', values: { networkPolicy: { enabled: false } } },
  {
    name: 'network policies that let everybody in and nobody out',
    values: { networkPolicy: { ingressFrom: [], servers: [] } },
  },
  {
    name: 'one pod, without Redis and without an owner of the tables',
    values: {
      bff: onePod,
      web: onePod,
      appointments: onePod,
      secrets: { hasRedisUrl: false, hasMigrationUrl: false },
    },
  },
  {
    name: 'servers with ports of their own',
    values: {
      publicUrl: 'https://care.example:8443',
      servers: {
        fhirUrl: 'http://fhir:8080/fhir',
        terminologyUrl: 'http://terminology:8081/fhir',
        insiUrl: 'http://insi-connector:8090/insi',
        cdsServices: 'http://cds:8095,https://drugs.example:9446/cds',
        dicomwebUrl: 'http://pacs:8042/dicom-web',
        oidcIssuer: 'https://login.example:9443/realms/care',
        opaUrl: 'http://opa:8181',
        userDirectory: 'scim:https://login.example:9444/scim/v2',
        liveHookUrl: 'https://hook.example',
        oidcScope: 'openid profile',
        fhirTimeoutSeconds: 2.5,
        terminologyTimeoutSeconds: 5,
      },
      networkPolicy: {
        databasePort: 6432,
        redisPort: 6380,
        extraPorts: [7000],
        fhirServerFrom: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
        servers: [
          { ipBlock: { cidr: '10.0.0.0/8' } },
          { namespaceSelector: { matchLabels: { name: 'policy' } } },
        ],
      },
    },
  },
  {
    name: 'everything that can be given',
    values: {
      audit: { anchorClaim: 'anchors' },
      secrets: { hasOldDataKeys: true, hasOpaToken: true, hasTerminologyToken: true, hasInsiToken: true },
      stays: { unseenDays: 30, longestDays: 900 },
      imagePullSecrets: [{ name: 'pull' }],
      nodeSelector: { zone: 'care' },
      tolerations: [{ key: 'care', operator: 'Exists' }],
      ingress: { className: '', annotations: {} },
      bff: {
        image: { tag: '1.2.3', digest: `sha256:${'0'.repeat(64)}` },
        extraEnv: [{ name: 'NODE_OPTIONS', value: '--max-old-space-size=768' }],
        disruptionBudget: { maxUnavailable: '50%' },
      },
      agenda: { holidayZone: 'alsace-moselle', offerMinutes: 30 },
      appointments: { image: { tag: '1.2.3' }, extraEnv: [{ name: 'DATABASE_CONNECTIONS', value: '20' }] },
      web: {
        image: { tag: '1.2.3' },
        extraEnv: [{ name: 'NODE_OPTIONS', value: '--max-old-space-size=768' }],
      },
    },
  },
  { name: 'the longest name of a release', release: 'k'.repeat(53) },
];

/** What must not be accepted, and what the message has to name. @type {(Case & { says: string[] })[]} */
export const refused = [
  {
    name: 'the defaults',
    isAlone: true,
    says: [
      '/publicUrl',
      '/secrets/existingSecret',
      '/servers/fhirUrl',
      '/servers/dicomwebUrl',
      '/servers/oidcIssuer',
    ],
  },
  {
    name: 'a public address without TLS',
    values: { publicUrl: 'http://care.example' },
    says: ['/publicUrl'],
  },
  {
    name: 'a public address with a path',
    values: { publicUrl: 'https://care.example/app' },
    says: ['/publicUrl'],
  },
  {
    name: 'a server with a slash at its end',
    values: { servers: { fhirUrl: 'https://fhir.example/fhir/' } },
    says: ['/servers/fhirUrl'],
  },
  {
    name: 'a name that is no value',
    values: { servers: { fhirURL: 'https://fhir.example/fhir' } },
    says: ['fhirURL'],
  },
  {
    name: 'no time for the FHIR server',
    values: { servers: { fhirTimeoutSeconds: 0 } },
    says: ['/servers/fhirTimeoutSeconds'],
  },
  {
    name: 'several pods without Redis',
    values: { secrets: { hasRedisUrl: false } },
    says: ['secrets.hasRedisUrl', 'bff.replicas=1'],
  },
  {
    name: 'a fewest that is more than the most',
    values: { bff: { autoscaling: { min: 7 } } },
    says: ['bff.autoscaling'],
  },
  {
    name: 'holidays of nowhere',
    values: { agenda: { holidayZone: 'monaco' } },
    says: ['/agenda/holidayZone'],
  },
  {
    name: 'a budget that keeps every pod',
    values: { bff: { disruptionBudget: { maxUnavailable: 0 } } },
    says: ['/bff/disruptionBudget/maxUnavailable'],
  },
  {
    name: 'an ingress that nobody named',
    values: { ingress: { trustedProxies: '' } },
    says: ['ingress.trustedProxies'],
  },
  {
    name: 'a class of addresses as proxies',
    values: { ingress: { trustedProxies: 'uniquelocal' } },
    says: ['/ingress/trustedProxies'],
  },
  { name: 'an old Kubernetes', kubeVersion: '1.26.0', says: ['kubeVersion'] },
];
