import { expositionIn, valuesOf } from './exposition';

describe('what a process tells a Prometheus', () => {
  const text = `# HELP calls_total Calls
# TYPE calls_total counter
calls_total{service="gateway",said="a \\"b\\" {c}, d"} 3
calls_total{service="writer",said=""} 4

# TYPE up gauge
up 1
took_seconds_bucket{le="+Inf"} 7
`;

  it('is read with types, labels and values', () => {
    const read = expositionIn(text);
    expect([...read.types]).toEqual([
      ['calls_total', 'counter'],
      ['up', 'gauge'],
    ]);
    expect(read.samples[0]).toEqual({
      name: 'calls_total',
      labels: { service: 'gateway', said: 'a "b" {c}, d' },
      value: 3,
    });
    expect(valuesOf(read, 'calls_total')).toEqual([3, 4]);
    expect(valuesOf(read, 'calls_total', { service: 'writer' })).toEqual([4]);
    expect(valuesOf(read, 'up')).toEqual([1]);
    expect(valuesOf(read, 'took_seconds_bucket', { le: '+Inf' })).toEqual([7]);
  });

  it('is refused if it is something else', () => {
    expect(() => expositionIn('<html>')).toThrow('no line');
  });
});
