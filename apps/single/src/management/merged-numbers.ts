const HEAD = /^# (?:HELP|TYPE) (\S+)/;

/**
 * Several services' numbers as one answer in Prometheus' words: each metric once, with the samples of all. They stay
 * apart by their label `service`.
 */
export function mergedNumbers(answers: readonly string[]): string {
  const metrics = new Map<string, { readonly head: string[]; readonly samples: string[] }>();
  for (const answer of answers) {
    let isNew = false;
    let current: { readonly head: string[]; readonly samples: string[] } | undefined;
    for (const line of answer.split('\n')) {
      const name = HEAD.exec(line)?.[1];
      if (name !== undefined) {
        const known = metrics.get(name);
        if (line.startsWith('# HELP')) isNew = known === undefined;
        current = known ?? { head: [], samples: [] };
        metrics.set(name, current);
        if (isNew) current.head.push(line);
      } else if (line !== '') current?.samples.push(line);
    }
  }
  return [...metrics.values()].map(({ head, samples }) => `${[...head, ...samples].join('\n')}\n`).join('\n');
}
