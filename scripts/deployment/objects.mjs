/** @typedef {any} KubernetesObject as the YAML has it; its form is what kubectl-validate checks */

/** What schemas cannot say: that the objects of one release fit together. @param {KubernetesObject[]} objects @returns {string[]} problems */
export function objectProblems(objects) {
  const of = (/** @type {string} */ kind) => objects.filter((object) => object.kind === kind);
  const deployments = of('Deployment'),
    services = of('Service');
  const selected = (/** @type {Record<string, string>} */ labels) =>
    deployments.filter(({ spec }) =>
      Object.entries(labels).every(([name, value]) => spec.template.metadata.labels[name] === value),
    );
  const portsOf = (/** @type {KubernetesObject} */ deployment) =>
    deployment.spec.template.spec.containers.flatMap((/** @type {any} */ { ports = [] }) => ports);
  const problems = [];

  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  for (const name of names) {
    if (name.split(' ')[1] && !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name.split(' ')[1] ?? ''))
      problems.push(`${name}: no name for a Service, a label or a host`);
    if (names.filter((other) => other === name).length > 1) problems.push(`${name}: twice`);
  }
  for (const kind of ['Secret', 'ConfigMap'])
    if (of(kind).length > 0) problems.push(`${kind}: the chart makes none`);
  for (const { metadata, spec } of services) {
    const [deployment, another] = selected(spec.selector);
    if (!deployment || another) problems.push(`Service ${metadata.name}: it must lead to one Deployment`);
    else
      for (const { targetPort } of spec.ports)
        if (!portsOf(deployment).some((/** @type {any} */ port) => port.name === targetPort))
          problems.push(`Service ${metadata.name}: ${targetPort} is no port of ${deployment.metadata.name}`);
  }
  for (const { metadata, spec } of of('PodDisruptionBudget'))
    if (selected(spec.selector.matchLabels).length !== 1)
      problems.push(`PodDisruptionBudget ${metadata.name}: it must mean one Deployment`);
  for (const { metadata, spec } of of('HorizontalPodAutoscaler')) {
    const target = deployments.find((deployment) => deployment.metadata.name === spec.scaleTargetRef.name);
    if (!target) problems.push(`HorizontalPodAutoscaler ${metadata.name}: no such Deployment`);
    else if (target.spec.replicas !== undefined)
      problems.push(`Deployment ${target.metadata.name}: replicas would undo what is scaled`);
  }
  for (const { spec } of of('Ingress'))
    for (const { http } of spec.rules)
      for (const { backend } of http.paths) {
        if (
          !services.some(
            (service) =>
              service.metadata.name === backend.service.name &&
              service.spec.ports.some((/** @type {any} */ port) => port.name === backend.service.port.name),
          )
        )
          problems.push(`Ingress: there is no ${backend.service.name}:${backend.service.port.name}`);
      }
  return [...problems, ...networkProblems(of('NetworkPolicy'), deployments, services, selected, portsOf)];
}

/** Components that nobody but the BFF asks. */
const behindBff = ['web', 'appointments'];
/** @param {KubernetesObject} policy */
const isForBffAlone = (policy) =>
  policy.spec.ingress.every(
    (/** @type {any} */ { from = [] }) =>
      from.length > 0 &&
      from.every(
        (/** @type {any} */ { podSelector, ...others }) =>
          podSelector?.matchLabels['app.kubernetes.io/component'] === 'bff' &&
          Object.keys(others).length === 0,
      ),
  );

/**
 * @param {KubernetesObject[]} policies @param {KubernetesObject[]} deployments @param {KubernetesObject[]} services
 * @param {(labels: Record<string, string>) => KubernetesObject[]} selected @param {(deployment: KubernetesObject) => any[]} portsOf
 */
function networkProblems(policies, deployments, services, selected, portsOf) {
  if (policies.length === 0) return [];
  const problems = [];
  for (const deployment of deployments) {
    const {
      metadata: { name },
    } = deployment;
    const policy = policies.find(({ spec }) => selected(spec.podSelector.matchLabels).includes(deployment));
    if (!policy) {
      problems.push(`${name}: no NetworkPolicy`);
      continue;
    }
    const { 'app.kubernetes.io/component': component } = deployment.spec.template.metadata.labels;
    if (behindBff.includes(component) && !isForBffAlone(policy))
      problems.push(`${name}: others than the BFF may reach it`);
    const incoming = policy.spec.ingress.flatMap((/** @type {any} */ rule) =>
      rule.ports.map((/** @type {any} */ { port }) => port),
    );
    for (const { containerPort } of portsOf(deployment))
      if (!incoming.includes(containerPort)) problems.push(`${name}: nobody may reach port ${containerPort}`);
    const outgoing = policy.spec.egress.flatMap((/** @type {any} */ { to = [], ports = [] }) =>
      ports.map((/** @type {any} */ { port }) => ({
        port,
        isInside: to.some((/** @type {any} */ peer) => peer.podSelector && !peer.namespaceSelector),
      })),
    );
    // nobody out is a choice: then only what is inside is asked for
    const isShut = !outgoing.some((/** @type {any} */ { port, isInside }) => !isInside && port !== 53);
    for (const { env } of deployment.spec.template.spec.containers)
      for (const { name: setting, value } of env) {
        const url = address(value),
          isInside = url !== null && services.some((service) => service.metadata.name === url.hostname);
        if (
          !url ||
          ['PUBLIC_URL', 'LIVE_HOOK_URL'].includes(setting) ||
          url.hostname === '0.0.0.0' ||
          (isShut && !isInside)
        )
          continue;
        const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
        if (!outgoing.some((/** @type {any} */ rule) => rule.port === port && rule.isInside === isInside))
          problems.push(`${name}: its NetworkPolicy keeps it from ${setting} (port ${port})`);
      }
  }
  return problems;
}

/** @param {string | undefined} value @returns {URL | null} */
function address(value) {
  const text = (value ?? '').replace(/^(scim|keycloak):/, '');
  return /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null;
}
