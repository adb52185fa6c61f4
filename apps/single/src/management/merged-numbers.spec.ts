import { mergedNumbers } from './merged-numbers';

describe('the numbers of several services', () => {
  it('are told as one answer: each metric once, with the samples of all', () => {
    const gateway = `# HELP calls How many
# TYPE calls counter
calls{service="gateway"} 1

# HELP own Its own
# TYPE own gauge
own{service="gateway"} 2
`;
    const writer = `# HELP calls How many
# TYPE calls counter
calls{service="writer"} 3
`;
    expect(mergedNumbers([gateway, writer, ''])).toBe(`# HELP calls How many
# TYPE calls counter
calls{service="gateway"} 1
calls{service="writer"} 3

# HELP own Its own
# TYPE own gauge
own{service="gateway"} 2
`);
  });
});
