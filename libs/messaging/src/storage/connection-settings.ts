/**
 * A machine that vanishes leaves half a connection on each side. Both sides notice within half a minute, whatever the
 * operating system's defaults (about two hours) say.
 */

/** Of pg: an idle connection whose server is gone is noticed in some 15 s (libuv probes every second, ten times). */
export const livelyConnection = { keepAlive: true, keepAliveInitialDelayMillis: 5_000 } as const;

/** Longer than any transaction of ours is silent between two statements, and below the half minute that is promised. */
const SILENT_TRANSACTION_MS = 20_000;

/**
 * Startup options for the server: it ends a transaction whose client says nothing (its locks hold up a partition or a
 * tenant), and looks whether the client of a long statement is still there.
 */
export const serverNotices = [
  `idle_in_transaction_session_timeout=${SILENT_TRANSACTION_MS}`,
  'client_connection_check_interval=10000',
  'tcp_keepalives_idle=10',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=3',
  'tcp_user_timeout=20000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');
