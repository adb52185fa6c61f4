import 'uplot/dist/uPlot.min.css';
import { Box, useColorScheme, useMediaQuery } from '@mui/material';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { numberOf } from './numbers';

/** One line of a chart. */
export interface ChartLine {
  readonly label: string;
  /** A colour of the theme. */
  readonly colour: 'primary' | 'success' | 'error' | 'warning' | 'info';
  /** One for each place of the axis; null where it is not known. */
  readonly values: readonly (number | null)[];
}

const HEIGHT = 200;

/**
 * Lines over equal steps. What a chart shows is never only here: whoever uses it shows the same numbers as a table.
 * @param places what the steps are called, in their order.
 */
export function LineChart({
  label,
  places,
  lines,
}: {
  label: string;
  places: readonly string[];
  lines: readonly ChartLine[];
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { mode } = useColorScheme();
  const isDark = useMediaQuery('(prefers-color-scheme: dark)');
  useEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    const style = getComputedStyle(box);
    const colour = (name: string): string => style.getPropertyValue(`--mui-palette-${name}`);
    const axis = { stroke: colour('text-secondary'), grid: { stroke: colour('divider') }, ticks: { show: false } };
    const chart = new uPlot(
      {
        width: Math.max(280, box.clientWidth),
        height: HEIGHT,
        cursor: { drag: { x: false, y: false } },
        scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
        axes: [
          { ...axis, incrs: [1, 2, 5, 10], values: (_plot, steps) => steps.map((step) => places[step] ?? '') },
          {
            ...axis,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
            values: (_plot, ticks) => ticks.map(numberOf),
          },
        ],
        series: [
          { label: 'Sync', value: (_plot, step) => places[step] ?? '' },
          ...lines.map((line) => ({
            label: line.label,
            stroke: colour(`${line.colour}-main`),
            width: 2,
            points: { show: true, size: 6 },
            value: (_plot: uPlot, value: number | null) => (value === null ? '–' : numberOf(value)),
          })),
        ],
      },
      [places.map((_place, step) => step), ...lines.map(({ values }) => [...values])],
      box,
    );
    const sized = new ResizeObserver(() => chart.setSize({ width: Math.max(280, box.clientWidth), height: HEIGHT }));
    sized.observe(box);
    return () => {
      sized.disconnect();
      chart.destroy();
    };
    // Another scheme has other colours.
  }, [places, lines, mode, isDark]);
  return (
    <Box
      ref={frame}
      role="img"
      aria-label={label}
      sx={{ width: '100%', overflow: 'hidden', '& .u-legend': { color: 'text.primary', fontSize: '0.875rem' } }}
    />
  );
}
