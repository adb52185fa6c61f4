import { weightOf } from './line-weight';

describe('a line of kafkajs', () => {
  it.each([
    ['Response ListOffsets(key: 2, version: 3)', 'This server is not the leader for that topic-partition'],
    ['Response ListOffsets(key: 2, version: 3)', 'This server does not host this topic-partition'],
    ['Response Heartbeat(key: 12, version: 3)', 'The group is rebalancing, so a rejoin is needed'],
    ['Response SyncGroup(key: 14, version: 3)', 'The group is rebalancing, so a rejoin is needed'],
    [
      'Response JoinGroup(key: 11, version: 5)',
      'The group member needs to have a valid member id before actually entering a consumer group',
    ],
    ['Response OffsetCommit(key: 8, version: 5)', 'Specified group generation id is not valid'],
    ['Response Heartbeat(key: 12, version: 3)', 'The coordinator is not aware of this member'],
    [
      'Response Fetch(key: 1, version: 11)',
      'There is no leader for this topic-partition as we are in the middle of a leadership election',
    ],
  ])(
    'about an answer that is a part of every start, rebalance or election is for developers: %s, %s',
    (message, error) => {
      expect(weightOf('error', message, error)).toBe('debug');
    },
  );

  it.each([
    'The group is rebalancing, re-joining',
    'The coordinator is not aware of this member, re-joining the group',
  ])('about joining again is too: %s', (message) => {
    expect(weightOf('error', message, undefined)).toBe('debug');
  });

  it.each([
    'Connection error: connect ECONNREFUSED 127.0.0.1:9092',
    'Connection timeout',
    'Failed to connect to seed broker, trying another broker from the list: Closed connection',
  ])('about a broker that is waited for warns: %s', (message) => {
    expect(weightOf('error', message, undefined)).toBe('warn');
  });

  it('about a consumer that begins anew while its coordinator starts only warns', () => {
    const crash = `Crash: KafkaJSProtocolError: The coordinator is loading and hence can't process requests for this group`;
    expect(weightOf('error', crash, undefined)).toBe('warn');
  });

  it.each([
    ['Response Fetch(key: 1, version: 11)', 'Not authorized to access topics: [Topic authorization failed]'],
    ['Response SaslHandshake(key: 17, version: 1)', 'SASL authentication failed'],
    ['Response Produce(key: 0, version: 7)', undefined],
    ['Crash: KafkaJSNumberOfRetriesExceeded: too often', undefined],
    ['Offset out of range, resetting to default offset', undefined],
  ])('about anything else stays an error: %s, %s', (message, error) => {
    expect(weightOf('error', message, error)).toBe('error');
  });
});
