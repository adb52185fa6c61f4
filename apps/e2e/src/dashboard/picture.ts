import type { Panel } from './panels.client';

/** A panel with its lines, named, over the time of the picture. */
export interface DrawnPanel {
  readonly panel: Panel;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

/** As Grafana's own. */
const COLUMN = 58;
const ROW = 34;
const COLOURS = [
  '#73bf69',
  '#f2cc0c',
  '#5794f2',
  '#ff9830',
  '#f2495c',
  '#b877d9',
  '#8ab8ff',
  '#96d98d',
  '#ffcb7d',
  '#ca95e5',
];
/** So many lines are named below a panel; all are drawn. */
const NAMED = 6;

/**
 * The dashboard as a page, for a picture of it where no Grafana is: the same panels in the same places, with what Prometheus
 * answered to their own expressions.
 * @param from seconds since 1970, as `to`
 */
export function page(panels: readonly DrawnPanel[], from: number, to: number): string {
  const height = Math.max(...panels.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h)) * ROW;
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:0;background:#111217;color:#ccccdc;font:12px sans-serif}
main{position:relative;width:${24 * COLUMN}px;height:${height}px}
section{position:absolute;box-sizing:border-box;padding:4px}
section>div{background:#181b1f;border:1px solid #2a2d33;border-radius:3px;height:100%;box-sizing:border-box;padding:6px 8px;overflow:hidden}
h1{font-size:15px;margin:4px 8px}h2{font-size:12px;font-weight:600;margin:0 0 4px}
.stats{display:flex;flex-wrap:wrap;gap:4px 16px;padding-top:12px}.stats b{display:block;font-size:24px;color:#73bf69;font-weight:500}
.key{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;font-size:10px}.key span{margin-right:8px}.key i{display:inline-block;width:8px;height:3px;margin-right:3px;vertical-align:middle}
td{padding:2px 12px 2px 0}</style><main>${panels.map((one) => drawn(one, from, to)).join('')}</main>`;
}

function drawn({ panel, lines }: DrawnPanel, from: number, to: number): string {
  const { x, y, w, h } = panel.gridPos;
  const place = `left:${x * COLUMN}px;top:${y * ROW}px;width:${w * COLUMN}px;height:${h * ROW}px`;
  if (panel.type === 'row') return `<section style="${place}"><h1>${escaped(panel.title)}</h1></section>`;
  const unit = panel.fieldConfig?.defaults.unit ?? 'short';
  const inside =
    panel.type === 'timeseries'
      ? chart(lines, unit, w * COLUMN - 26, h * ROW - 62, from, to)
      : panel.type === 'stat'
        ? `<div class="stats">${lines.map(({ name, points }) => `<div><b>${written(last(points), unit)}</b>${escaped(name)}</div>`).join('')}</div>`
        : `<table>${lines.map(({ name, points }) => `<tr><td>${escaped(name)}<td>${written(last(points), unit)}`).join('')}</table>`;
  return `<section style="${place}"><div><h2>${escaped(panel.title)}</h2>${inside}</div></section>`;
}

function chart(
  lines: DrawnPanel['lines'],
  unit: string,
  width: number,
  height: number,
  from: number,
  to: number,
): string {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
  const top = Math.max(...values, 0) || 1;
  const left = 44;
  const at = ([time, value]: readonly [number, number]): string =>
    `${(left + ((time - from) / (to - from)) * (width - left)).toFixed(1)},${(height - (value / top) * (height - 6)).toFixed(1)}`;
  const grid = [0, 0.5, 1]
    .map((part) => {
      const y = (height - part * (height - 6)).toFixed(1);
      return `<line x1="${left}" x2="${width}" y1="${y}" y2="${y}" stroke="#2a2d33"/><text x="${left - 4}" y="${Number(y) + 4}" text-anchor="end" fill="#9a9aa8" font-size="10">${written(part * top, unit)}</text>`;
    })
    .join('');
  const drawnLines = lines
    .map(
      ({ points }, index) =>
        `<polyline fill="none" stroke-width="1.5" stroke="${colour(index)}" points="${points
          .filter(([, value]) => Number.isFinite(value))
          .map(at)
          .join(' ')}"/>`,
    )
    .join('');
  const keys = lines
    .slice(0, NAMED)
    .map(({ name }, index) => `<span><i style="background:${colour(index)}"></i>${escaped(name)}</span>`);
  const more = lines.length > NAMED ? `<span>and ${lines.length - NAMED} more</span>` : '';
  return `<svg width="${width}" height="${height + 4}">${grid}${drawnLines}</svg><div class="key">${keys.join('')}${more}</div>`;
}

const colour = (index: number): string => COLOURS[index % COLOURS.length] ?? '';
const last = (points: DrawnPanel['lines'][number]['points']): number => points.at(-1)?.[1] ?? 0;
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** A number as Grafana's units write it. */
function written(value: number, unit: string): string {
  const short = (number: number): string =>
    Number.isInteger(number) ? String(number) : number.toPrecision(Math.abs(number) < 10 ? 2 : 3).replace(/\.0+$/, '');
  switch (unit) {
    case 's':
      if (value >= 7200) return `${short(value / 3600)} h`;
      return value >= 120 ? `${short(value / 60)} min` : value < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`;
    case 'bytes':
      return `${short(value / 1024 ** 2)} MiB`;
    case 'percentunit':
      return `${short(value * 100)} %`;
    case 'reqps':
    case 'eps':
      return `${short(value)}/s`;
    default:
      return value >= 10_000 ? `${short(value / 1000)} k` : short(value);
  }
}
